export type Side = "source" | "target";

/** One thing a cluster holds, as one of its servers describes it. */
export interface Item {
  /** What it is, in the words of a message: `table`, `role`. */
  readonly kind: string;
  /** Which one, readable, without its database: `public.orders`. Texts from the server are not made safe yet. */
  readonly identity: string;
  readonly properties: Readonly<Record<string, string | null>>;
  /** Names as this server quotes them, for statements about the item. Never compared. */
  readonly address: Readonly<Record<string, string | null>>;
}

interface Subject {
  /** Absent for what belongs to the cluster as a whole. */
  readonly database?: string;
  readonly kind: string;
  readonly identity: string;
}

/** A property that both sides have and that is not the same on both. */
export interface PropertyDiffers extends Subject {
  readonly what: "differs";
  readonly property: string;
  readonly source: string | null;
  readonly target: string | null;
  readonly sourceItem: Item;
  readonly targetItem: Item;
}

/** An item that only one side has. */
export interface OnOneSide extends Subject {
  readonly what: "missing in the target" | "unexpected in the target";
  readonly item: Item;
}

/** Rows that are not the same on both sides. */
export interface RowsDiffer extends Subject {
  readonly what: "rows differ";
  /** Quoted columns that tell rows apart; empty where there are none, and then no row is named. */
  readonly key: readonly string[];
  readonly named: readonly {
    /** The key's values, as a row of them is written, from their beginning. */
    readonly key: string;
    readonly how: "not the same" | "missing in the target" | "in the target alone";
  }[];
  /** How many there are: all of them, or where that is not exact, at least so many. */
  readonly count: number;
  readonly exact: boolean;
}

/** Something that could not be compared at all, which never counts as equal. */
export interface NotCompared extends Subject {
  readonly what: "not compared";
  readonly reason: string;
}

export type Difference = PropertyDiffers | OnOneSide | RowsDiffer | NotCompared;
