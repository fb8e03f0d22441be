import type { Holder } from "./holder.ts";
import { hashOf, rowText, seeds } from "./row-hash.ts";

/** SQL for how many rows there are, as text. */
export const rowCount = ({ from }: Holder): string => `(select count(*)::text from ${from})`;

/**
 * SQL for the same with a fingerprint of the rows behind it, which does not depend on their order. OFFSET keeps the server
 * from making the text twice.
 */
export const rowSums = ({ from, columns }: Holder): string =>
  `(select count(*) || ' ' || ${seeds.map((seed) => `coalesce(sum(${hashOf("q.t", seed)}), 0)`).join(" || '/' || ")}
    from (select ${rowText(columns)} as t from ${from} offset 0) q)`;
