/** A sentence of the server in which `code` stands between backticks. */
export function InlineCode({ text }: { readonly text: string }) {
  return text.split(/`([^`]+)`/).map((part, index) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: parts of a fixed text have no other name
    index % 2 === 1 ? <code key={index}>{part}</code> : part,
  );
}
