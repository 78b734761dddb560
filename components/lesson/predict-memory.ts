/** What was predicted first: what is known after the packet was sent is no prediction any more. */
const keyOf = (predictionId: string) => `patchbay.prediction.${predictionId}`;

export function firstPrediction(predictionId: string): string | null {
  return localStorage.getItem(keyOf(predictionId));
}

/** Keeps what is there already. */
export function rememberPrediction(predictionId: string, choice: string) {
  if (firstPrediction(predictionId) === null) localStorage.setItem(keyOf(predictionId), choice);
}
