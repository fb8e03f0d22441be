import type { Difference, PropertyDiffers, RowsDiffer } from "./inventory.ts";
import { visibleText } from "./visible-text.ts";

const longest = 200;

/** A difference in one line, safe for a terminal: where it is, what it is, and what either side holds. */
export function describeDifference(difference: Difference): string {
  const where = difference.database === undefined ? "" : `Database ${quoted(difference.database)}: `;
  const subject = `${difference.kind} ${cut(visibleText(difference.identity))}`;
  return capitalised(`${where}${subject}${predicate(difference)}`);
}

function predicate(difference: Difference): string {
  switch (difference.what) {
    case "missing in the target":
      return " is missing in the target";
    case "unexpected in the target":
      return " is in the target alone";
    case "not compared":
      return ` could not be compared: ${difference.reason}`;
    case "rows differ":
      return `: ${rowsDiffer(difference)}`;
    case "differs":
      return propertyDiffers(difference);
  }
}

function propertyDiffers({ property, source, target }: PropertyDiffers): string {
  if (property === "rows") {
    return ` has ${target ?? "no"} rows in the target, ${source ?? "none"} in the source`;
  }
  if (isDigest(source) || isDigest(target)) return `: ${property} differs, and is not shown`;
  const [here, there] = excerpts(source, target);
  return `: ${property} ${there} in the target, ${here} in the source`;
}

/** As PostgreSQL itself words a key. */
function rowsDiffer({ key, named, count, exact }: RowsDiffer): string {
  if (key.length === 0) return "its rows are not the same, and have no key to be named by";
  const columns = `(${key.map((column) => visibleText(unquoted(column))).join(", ")})`;
  const rows = named.map((row) => `${columns}=${cut(visibleText(row.key))} is ${row.how}`);
  const left = count - named.length;
  const more = left > 0 ? [`${exact ? "" : "at least "}${String(left)} more`] : [];
  return `rows are not the same: ${[...rows, ...more].join("; ")}`;
}

const unquoted = (column: string): string => column.replace(/^"([a-z_][a-z0-9_]*)"$/, "$1");

const isDigest = (value: string | null): boolean => value?.startsWith("sha256:") === true;

/** Both values, long ones from a little before where they part. */
function excerpts(source: string | null, target: string | null): [string, string] {
  let parting = 0;
  while (parting < (source?.length ?? 0) && source?.[parting] === target?.[parting]) parting++;
  const from = Math.max(0, parting - 40);
  const excerpt = (value: string | null): string => {
    if (value === null) return "nothing";
    if (value.length <= longest) return quoted(value);
    return `${from > 0 ? "…" : ""}${quoted(value.slice(from, from + longest))}${from + longest < value.length ? "…" : ""}`;
  };
  return [excerpt(source), excerpt(target)];
}

const quoted = (text: string): string => `"${visibleText(text)}"`;

const cut = (text: string): string => (text.length <= longest ? text : `${text.slice(0, longest)}…`);

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
