/** Two, so that two unequal texts have the same hashes once in 2¹²⁸. */
export const seeds = [7_205_759_403, 1_152_921_504] as const;

/** SQL for 64 bits of a text. By its bytes, whatever the database's collation thinks is equal. */
export const hashOf = (text: string, seed: number): string =>
  `hashtextextended((${text}) collate "C", ${String(seed)})`;

/**
 * SQL for columns of `a` as one text, the way a value of a row type is written: NULL is not an empty text, and each
 * column's own output function has written it. Neither a cast to text that a user made nor a column that is called `a` has
 * a say in it.
 */
export const rowText = (columns: readonly string[]): string =>
  `textin(record_out(row(${columns.map((column) => `a.${column}`).join(", ")})))`;
