/** `{{web}}` in the text of a lesson, and what a lab has drawn for it. */

/** Those of Go's templates, which `docker inspect --format` speaks, are never a draw. */
export const templateWords = ['end', 'else', 'break', 'continue'];

/** `{{name}}`, as it stands in a text; not `{{.Name}}` or `{{end}}` of a Go template. */
export const placeholder = new RegExp(
  `\\{\\{(?!(?:${templateWords.join('|')})\\}\\})([a-z][a-z0-9_-]*)\\}\\}`,
  'g',
);

/** Lines stay where they are. What has no value stays as it is written. */
export function putIn(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(placeholder, (written, name: string) => values[name] ?? written);
}
