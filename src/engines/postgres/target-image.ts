import { majorOf } from "./version.ts";

/** `registry:5000/x/postgres` and its tag; the port of a registry is no tag. */
const tagged = /^((?:[^/]+\/)*[^/:@]+):([^/:@]+)$/;
const versioned = /^(\d+(?:\.\d+)*(?:(?:beta|rc)\d+)?)(-[A-Za-z0-9_.-]+)?$/;

/**
 * The same repository and variant at another version: `x/postgres:15.8-alpine` → `x/postgres:16-alpine`. Undefined where
 * the tag does not begin with PostgreSQL's version: a digest, `latest`, no tag, `2.14.2-pg15`.
 */
export function targetImage(sourceImage: string, to: string): string | undefined {
  const reference = tagged.exec(sourceImage);
  const tag = versioned.exec(reference?.[2] ?? "");
  if (reference?.[1] === undefined || tag?.[1] === undefined) return undefined;
  if (majorOf(tag[1]) === undefined || /pg\d/i.test(tag[2] ?? "")) return undefined;
  return `${reference[1]}:${to}${tag[2] ?? ""}`;
}
