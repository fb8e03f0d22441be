/** Something that holds rows of users: a table, or what stands for one. */
export interface Holder {
  readonly kind: string;
  readonly identity: string;
  /** Its quoted name; absent where it is no relation of a user. */
  readonly relation?: string;
  /** SQL for what stands behind FROM, under the alias `a`. */
  readonly from: string;
  /** Quoted, in an order that depends on neither server. */
  readonly columns: readonly string[];
  /** Lawfully computed anew by a restore, so only counted. */
  readonly recomputed: boolean;
  /** About how much there is to read. */
  readonly size: bigint;
}
