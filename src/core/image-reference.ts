const host = String.raw`(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9a-fA-F:]+\])(?::\d+)?`;
const part = String.raw`[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*`;
const tag = String.raw`:[\w][\w.-]{0,127}`;
const digest = String.raw`@[A-Za-z][\w+.-]*:[0-9a-fA-F]{32,}`;
const reference = new RegExp(`^(?:${host}/)?${part}(?:/${part})*(?:${tag})?(?:${digest})?$`);

/** Whether Docker would take a text for the name of an image. https://pkg.go.dev/github.com/distribution/reference */
export function isImageReference(text: string): boolean {
  return text.length <= 512 && reference.test(text);
}
