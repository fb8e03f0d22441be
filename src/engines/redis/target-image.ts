/** `registry:5000/x/redis` and its tag; the port of a registry is no tag. */
const tagged = /^((?:[^/]+\/)*[^/:@]+):([^/:@]+)$/;
const versioned = /^\d+(?:\.\d+)*(-[A-Za-z0-9_.-]+)?$/;

/** The same repository and variant at another version: `x/redis:7.2-alpine` → `x/redis:8-alpine`. */
export function targetImage(sourceImage: string, to: string): string | undefined {
  const reference = tagged.exec(sourceImage);
  const tag = versioned.exec(reference?.[2] ?? "");
  if (reference?.[1] === undefined || tag === null) return undefined;
  return `${reference[1]}:${to}${tag[1] ?? ""}`;
}
