/** One JSON value per line, as `ip -j -batch` prints them. Throws on anything else. */
export function parseJsonLines(text: string): unknown[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(withoutControlBytes(line)));
}

/** iproute2 copies control bytes of an interface's name into its JSON, where they are not allowed. */
function withoutControlBytes(line: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  return line.replace(/[\u0000-\u001f]/g, '\ufffd');
}
