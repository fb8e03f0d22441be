import type { Json, Plan } from "../core/plan.ts";
import { pinText } from "../core/target-pin.ts";
import { sizeText } from "./size-text.ts";
import { timeText } from "./time-text.ts";

/** Something a plan noted that is different now and may be. */
export interface Move {
  readonly name: string;
  readonly was: string;
  readonly is: string;
}

/** Named where the plan's source has them; a list of places would only repeat them. */
const saidBefore = new Set(["sizeBytes", "startedAt"]);

/** What moved since a plan was kept, and may: sizes, uptime, what is in the database. For showing, not for deciding. */
export function planMoves(kept: Plan, seen: Plan): readonly Move[] {
  const policy = ({ restartPolicy: { name } }: Plan["source"]): string => name;
  const moves: Move[] = [
    {
      name: "started",
      was: timeText(kept.source.startedAt),
      is: timeText(seen.source.startedAt),
    },
    { name: "size", was: sizeText(kept.source.sizeBytes), is: sizeText(seen.source.sizeBytes) },
    { name: "restart policy", was: policy(kept.source), is: policy(seen.source) },
    { name: "image's name", was: kept.source.image, is: seen.source.image },
    { name: `what ${seen.target.image} means`, was: pinText(kept.target), is: pinText(seen.target) },
    { name: "findings", was: codes(kept), is: codes(seen) },
    { name: "dbshift", was: kept.tool, is: seen.tool },
    ...movesIn("", kept.facts, seen.facts),
  ];
  return moves.filter(({ was, is }) => was !== is);
}

function codes({ findings }: Plan): string {
  const found = findings.map(({ code }) => code).sort();
  return found.length === 0 ? "none" : found.join(", ");
}

type Branch = Readonly<Record<string, Json>>;

function movesIn(name: string, was: Json | undefined, is: Json | undefined): readonly Move[] {
  const [before, now] = [branchOf(was), branchOf(is)];
  if (before === undefined || now === undefined) return [{ name, was: leafText(was), is: leafText(is) }];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(now)])];
  return keys
    .filter((key) => !saidBefore.has(key))
    .flatMap((key) => movesIn(name === "" ? key : `${name}.${key}`, before[key], now[key]));
}

/** An object, or a list, whose entries go by their name where they have one: one more is not a change of all behind it. */
function branchOf(value: Json | undefined): Branch | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  if (!Array.isArray(value)) return value as Branch;
  const entries = (value as readonly Json[]).map((entry, index): [string, Json] => [
    nameOf(entry) ?? String(index),
    entry,
  ]);
  return Object.fromEntries(entries);
}

function nameOf(entry: Json): string | undefined {
  if (typeof entry === "string") return entry;
  const branch =
    typeof entry === "object" && entry !== null && !Array.isArray(entry) ? (entry as Branch) : {};
  const name = branch["name"] ?? branch["database"];
  return typeof name === "string" ? name : undefined;
}

function leafText(value: Json | undefined): string {
  if (value === undefined) return "not there";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return typeof value === "object" && value !== null ? "there" : String(value);
}
