/** SQL for the entries of a text[], in an order of its own: reloptions and the like are sets. */
export const sortedEntries = (array: string): string =>
  `(select string_agg(entry, ', ' order by entry collate "C") from unnest(${array}) entry)`;

/** SQL for a digest in place of options that may hold a password. */
export const digest = (text: string): string => `'sha256:' || encode(sha256(textsend(${text})), 'hex')`;

export const digestOfEntries = (array: string): string => digest(sortedEntries(array));
