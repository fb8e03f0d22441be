import { messageOf } from "../../src/core/errors.ts";
import { afterDeath, atEnd, settled, type Outcome } from "./observer.ts";
import { isAct, type Act } from "./acts.ts";
import { journalIn } from "./journal-in.ts";
import { shopHost } from "./shop-host.ts";
import { live, type Fault, type Lived, type Mishap } from "./process.ts";
import type { Point } from "./simulation.ts";
import { foldJournal } from "../../src/core/progress.ts";
import { lastRun, type Command, type ToolParts } from "./tool.ts";
import type { World } from "./world.ts";

/** One process of a schedule. */
export interface Turn {
  readonly command: Command;
  readonly fault?: Fault | undefined;
}

/** Processes one after another, each of which may meet a fault; then whatever is needed to come to an end. */
export type Schedule = readonly Turn[];

/** `upgrade@57:dies resume@3:refused rollback`, as it is typed to have it played again. */
export const nameOfSchedule = (schedule: Schedule): string =>
  schedule
    .map(({ command, fault }) =>
      fault === undefined ? command : `${command}@${String(fault.at)}:${fault.what.replaceAll(" ", "_")}`,
    )
    .join(",");

export function readSchedule(text: string): Schedule {
  return text.split(",").map((turn) => {
    const [, command = "", at, what = ""] = /^(\w+)(?:@(\d+):(\w+))?$/.exec(turn) ?? [];
    return at === undefined
      ? { command: command as Command }
      : { command: command as Command, fault: { at: Number(at), what: what.replaceAll("_", " ") as Mishap } };
  });
}

/** How often a person would type `resume` before calling it stuck. */
const patience = 4;

/** Called for each thing a process asks of its host that may change it. */
export type Tell = (command: Command, point: Point) => void;

/** What must not be, in words. */
export async function play(
  parts: ToolParts,
  first: World,
  schedule: Schedule,
  tell?: Tell,
): Promise<string[]> {
  let world = first;
  const seen: string[] = [];
  for (const turn of schedule) {
    const witness = (point: Point): void => tell?.(turn.command, point);
    const lived = await live(parts, world, { ...turn, witness });
    world = lived.world;
    if (lived.ended.kind === "died") seen.push(...afterDeath(world));
    if (turn === schedule.at(-1)) seen.push(...(await finish(parts, first, lived, schedule)));
  }
  return seen;
}

/** What others did in it. */
const actsIn = (schedule: Schedule): Act[] =>
  schedule.flatMap(({ fault }) => (fault !== undefined && isAct(fault.what) ? [fault.what] : []));

const deaths: readonly Mishap[] = ["dies", "lingers", "tears"];

const onlyDeaths = (schedule: Schedule): boolean =>
  schedule.every(({ fault }) => fault === undefined || deaths.includes(fault.what));

const goesForward = ({ command }: Turn): boolean => command === "upgrade" || command === "resume";

/** What `finish` goes by besides the state a schedule led to. */
export const expectedOf = (schedule: Schedule): string =>
  JSON.stringify([actsIn(schedule), mayNotTurn(schedule)]);

/** Nothing went wrong in it but that processes died, and nobody asked for a way back. */
const mayNotTurn = (schedule: Schedule): boolean => onlyDeaths(schedule) && schedule.every(goesForward);

/** Goes on until the run has ended, and looks at what is left. */
export async function finish(
  parts: ToolParts,
  first: World,
  last: Lived,
  schedule: Schedule,
): Promise<string[]> {
  const acts = actsIn(schedule);
  let { ended, world } = last;
  let why = "";
  for (let left = patience; ; left -= 1) {
    const outcome = outcomeOf(ended.kind) ?? recordedOutcome(world);
    if ("cause" in ended) why = `: ${messageOf(ended.cause)}`;
    if (acts.includes("somebody stops what has its name")) world = startedAgain(world);
    if (outcome !== undefined) {
      const turned = outcome === "rolled back" && mayNotTurn(schedule);
      return [
        ...(turned ? [`I6: a death alone turned the run round${why}`] : []),
        ...atEnd(settled(world), first, { outcome, acts }),
      ];
    }
    if (left === 0) return [...world.violations, `I6: it does not end, it is ${ended.kind}${why}`];
    // A run that never began has to be begun; a rollback that would lose what the target was told goes forward.
    const begun = world.journals[lastRun(world)]?.includes("\n") === true;
    ({ ended, world } = await live(parts, world, { command: begun ? "resume" : "upgrade" }));
  }
}

/** Who stops a database knows that it does not serve, and starts it again when asked to. */
function startedAgain(world: World): World {
  const host = shopHost(settled(world));
  const stopped = host.find("shop");
  if (stopped?.state === "exited" && stopped.stoppedByHand && !stopped.unstartable) host.start(stopped.id);
  return settled(host.world);
}

/** A process that dies once the end is on disk has brought it about. */
function recordedOutcome(world: World): Outcome | undefined {
  const { entries } = journalIn(world, lastRun(world));
  if (entries.length === 0) return undefined;
  const { outcome } = foldJournal(entries);
  return outcome === undefined ? undefined : outcomeOf(outcome);
}

function outcomeOf(kind: Lived["ended"]["kind"]): Outcome | undefined {
  if (kind === "refused") return "rolled back";
  const ends: readonly string[] = ["target serves", "rolled back", "returned", "retired"];
  return ends.includes(kind) ? (kind as Outcome) : undefined;
}
