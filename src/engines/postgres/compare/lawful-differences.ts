import { gainsMaintain } from "./gains-maintain.ts";
import type { Difference } from "./inventory.ts";

/** Majors from the first up to and with the second. */
type MajorRange = readonly [number, number];

interface LawfulDifference {
  readonly from: MajorRange;
  readonly to: MajorRange;
  readonly kind: string;
  /** Absent where the item as a whole is on one side only. */
  readonly property?: string;
  /** Said to the person, after the difference. */
  readonly reason: string;
  readonly applies: (difference: Difference) => boolean;
}

export interface Pair {
  readonly source: number;
  readonly target: number;
}

// For what a dump or a restore of any major does, whatever the two servers are.
const everyMajor: MajorRange = [0, Infinity];

const maintain = (kind: string, property = "privileges"): LawfulDifference => ({
  from: [0, 16],
  to: [17, Infinity],
  kind,
  property,
  reason:
    "17 has a privilege that earlier majors lack, MAINTAIN: owners hold it, and so does who held all the others",
  applies: (difference) =>
    difference.what === "differs" &&
    gainsMaintain(difference.source, difference.target, difference.targetItem.properties["owner"]),
});

/**
 * Every difference that may be there after nothing was lost, reviewed one by one. They are reported, not hidden. A row
 * needs a test that shows it, and one that shows the nearest difference it does not excuse.
 */
export const lawfulDifferences: readonly LawfulDifference[] = [
  {
    from: everyMajor,
    to: everyMajor,
    kind: "extension",
    property: "version",
    reason: "the target's image brings this version",
    applies: () => true,
  },
  {
    from: everyMajor,
    to: everyMajor,
    kind: "extension",
    property: "owner",
    reason: "a dump does not carry who owns an extension, so whoever restores it does",
    applies: () => true,
  },
  ...["text", undefined].map((property): LawfulDifference => ({
    from: everyMajor,
    to: everyMajor,
    kind: "extension's",
    ...(property === undefined ? {} : { property }),
    reason:
      "a dump leaves to an extension what hangs on it, and the target's image may bring another version",
    applies: () => true,
  })),
  {
    from: everyMajor,
    to: everyMajor,
    kind: "index",
    reason: "an invalid index is never used, and a dump leaves it out",
    applies: (difference) =>
      difference.what === "missing in the target" && difference.item.properties["valid"] === "false",
  },
  {
    from: everyMajor,
    to: everyMajor,
    kind: "column",
    property: "position",
    reason: "a dump lists a child's inherited columns first; queries that name their columns do not notice",
    applies: (difference) =>
      difference.what === "differs" && difference.sourceItem.address["inherits"] === "true",
  },
  {
    from: everyMajor,
    to: everyMajor,
    kind: "materialized view",
    property: "rows",
    reason: "a restore computes it anew, as REFRESH does, from tables that are compared themselves",
    applies: ({ what }) => what === "differs",
  },
  {
    from: everyMajor,
    to: everyMajor,
    kind: "subscription",
    property: "enabled",
    reason: "a dump restores subscriptions disabled, so that two servers do not share a replication slot",
    applies: (difference) => difference.what === "differs" && difference.target === "false",
  },
  ...["table", "view", "materialized view", "default privileges"].map((kind) => maintain(kind)),
  maintain("changed privileges on", "granted"),
];

/** Why this difference is none to worry about; undefined where it is one. */
export function findLawfulReason(difference: Difference, { source, target }: Pair): string | undefined {
  const property = difference.what === "differs" ? difference.property : undefined;
  const row = lawfulDifferences.find(
    (lawful) =>
      lawful.kind === difference.kind &&
      lawful.property === property &&
      within(source, lawful.from) &&
      within(target, lawful.to) &&
      difference.what !== "not compared" &&
      lawful.applies(difference),
  );
  return row?.reason;
}

const within = (major: number, [first, last]: MajorRange): boolean => first <= major && major <= last;
