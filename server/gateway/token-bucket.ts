/** How often something may happen: a burst at once, then so many a second. Pure. */
export type Allowance = { readonly burst: number; readonly perSecond: number };

export type Bucket = { readonly tokens: number; readonly atMs: number };

export function fullBucket(allowance: Allowance, nowMs: number): Bucket {
  return { tokens: allowance.burst, atMs: nowMs };
}

/** The bucket after one more try, and whether that was allowed. */
export function takeToken(
  bucket: Bucket,
  allowance: Allowance,
  nowMs: number,
): { readonly bucket: Bucket; readonly isAllowed: boolean } {
  const tokens = refill(bucket, allowance, nowMs);
  return tokens >= 1
    ? { bucket: { tokens: tokens - 1, atMs: nowMs }, isAllowed: true }
    : { bucket: { tokens, atMs: nowMs }, isAllowed: false };
}

export function isFull(bucket: Bucket, allowance: Allowance, nowMs: number): boolean {
  return refill(bucket, allowance, nowMs) >= allowance.burst;
}

function refill(bucket: Bucket, allowance: Allowance, nowMs: number): number {
  // A clock that was set back must not take tokens away.
  const passedMs = Math.max(0, nowMs - bucket.atMs);
  return Math.min(allowance.burst, bucket.tokens + (passedMs / 1000) * allowance.perSecond);
}
