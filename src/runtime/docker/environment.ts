/** `NAME=value` entries by name; of two with one name the engine takes the last. */
export function environmentOf(entries: readonly string[] | null | undefined): ReadonlyMap<string, string> {
  return new Map(
    (entries ?? []).map((entry) => {
      const at = entry.indexOf("=");
      return at < 0 ? [entry, ""] : [entry.slice(0, at), entry.slice(at + 1)];
    }),
  );
}
