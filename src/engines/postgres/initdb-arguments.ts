import { invariant } from "../../core/errors.ts";
import { compareMajors } from "./version.ts";
import type { PostgresFacts } from "./facts.ts";

const megabyte = 1024 * 1024;

/**
 * What initdb is told so that the target's cluster has what no dump carries: the bootstrap role's name, the encoding
 * and locale of the templates, page checksums, and the size of WAL segments. template0 speaks for the cluster, because
 * nobody can change it. https://www.postgresql.org/docs/current/app-initdb.html
 */
export function initdbArguments(facts: PostgresFacts, targetMajor: string): string[] {
  const template = facts.databases.find(({ name }) => name === "template0");
  invariant(template !== undefined, "every cluster has a template0");
  const since = (major: string): boolean => compareMajors(targetMajor, major) >= 0;
  return [
    `--username=${facts.bootstrapRole.name}`,
    `--encoding=${template.encoding}`,
    `--lc-collate=${template.collate}`,
    `--lc-ctype=${template.ctype}`,
    ...(since("15") ? [`--locale-provider=${providers[template.provider] ?? "libc"}`] : []),
    ...(template.provider === "i" && template.locale !== null ? [`--icu-locale=${template.locale}`] : []),
    ...(template.provider === "i" && template.icuRules !== null ? [`--icu-rules=${template.icuRules}`] : []),
    ...(template.provider === "b" && template.locale !== null ? [`--builtin-locale=${template.locale}`] : []),
    // 18 turns checksums on unless told otherwise; the source's choice is kept.
    ...(facts.checksums ? ["--data-checksums"] : since("18") ? ["--no-data-checksums"] : []),
    `--wal-segsize=${String(facts.walSegmentBytes / megabyte)}`,
  ];
}

const providers: Readonly<Record<string, string>> = { c: "libc", i: "icu", b: "builtin" };
