/** One word of a POSIX shell, whatever is in the text. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A command line of quoted words. */
export function command(...words: readonly (string | number)[]): string {
  return words.map((word) => quote(String(word))).join(' ');
}
