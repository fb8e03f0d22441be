import { shopWorld } from "./shop-world.ts";
import { recorded } from "./shop-host.ts";
import type { Act } from "./acts.ts";
import { afterDeath } from "./observer.ts";
import { buried, later, live, type Mishap } from "./process.ts";
import { expectedOf, finish, nameOfSchedule, type Schedule, type Turn } from "./schedule.ts";
import type { Point } from "./simulation.ts";
import type { Command, ToolParts } from "./tool.ts";
import { stateKey } from "./state-key.ts";
import { copyOf, type World } from "./world.ts";

/** A schedule that was played, and what must not have been. */
export interface Violation {
  /** Plays it again. */
  readonly schedule: string;
  /** Where its last fault fell. */
  readonly point: string;
  readonly seen: readonly string[];
}

/** A world that a schedule leads to. */
export interface State {
  readonly schedule: Schedule;
  readonly world: World;
  readonly point: string;
}

/** Which of the schedules are played. */
export interface Choice {
  /** One in so many, beginning with the one of this number. */
  readonly of?: number;
  readonly part?: number;
  /** With so many neighbours at a time: they often lead to the same. */
  readonly stretch?: number;
  /** Those whose first fault falls at such a point. */
  readonly at?: RegExp;
}

/** Plays schedules and counts. */
export class Campaign {
  readonly violations: Violation[] = [];
  readonly points = new Set<string>();
  readonly first: World;
  schedules = 0;
  /** How many of them led to a state that had been judged before. */
  merged = 0;
  readonly #parts: ToolParts;
  readonly #choice: Choice;
  /** What was seen on the way to the end from a state, by what says all there is of it. */
  readonly #judged = new Map<string, readonly string[]>();
  #place = 0;

  constructor(parts: ToolParts, choice: Choice = {}) {
    this.#parts = parts;
    this.#choice = choice;
    this.first = shopWorld(recorded);
  }

  get start(): State {
    return { schedule: [], world: this.first, point: "" };
  }

  /** Whether the next schedule, with its fault at this point, is one of this campaign's. */
  isOurs(point: string): boolean {
    const { of = 1, part = 0, stretch = 1, at } = this.#choice;
    return (at?.test(point) ?? true) && Math.floor(this.#place++ / stretch) % of === part;
  }

  /** What a command leaves that nothing happens to. */
  async after(state: State, command: Command): Promise<State> {
    const { world } = await live(this.#parts, state.world, { command });
    return { schedule: [...state.schedule, { command }], world, point: "" };
  }

  /** Everything a process may leave by dying in the middle of a command, each time it has changed something. */
  async deaths(state: State, command: Command): Promise<State[]> {
    const found: State[] = [];
    const witness = (point: Point, world: World): void => {
      const left = (what: Mishap, of: World): void => {
        const turn = { command, fault: { at: point.place, what } };
        found.push({
          schedule: [...state.schedule, turn],
          world: what === "lingers" ? later(of) : buried(of),
          point: `${point.name}, ${what}`,
        });
      };
      left("dies", copyOf(world));
      if (world.due.length > 0) left("lingers", copyOf(world));
      if (point.kind === "journal") left("tears", torn(copyOf(world)));
    };
    await live(this.#parts, state.world, { command, witness });
    return found;
  }

  /** The points at which a command changes something, or at which it does anything at all. */
  async pointsOf(state: State, command: Command, which: "changes" | "all" = "changes"): Promise<Point[]> {
    const points: Point[] = [];
    const witness = (point: Point): void => {
      if (which === "all" || point.kind !== "look") points.push(point);
    };
    await live(this.#parts, state.world, { command, witness, looks: true });
    return points;
  }

  /** From a state on, a last process to the end. */
  async judge(state: State, command: Command): Promise<void> {
    if (this.isOurs(state.point)) await this.judgeAll(state, [command]);
  }

  async judgeAll(state: State, commands: readonly Command[]): Promise<void> {
    const key = stateKey(state.world);
    for (const command of new Set(commands)) await this.#judge(state, command, key);
  }

  async #judge(state: State, command: Command, key: string): Promise<void> {
    const schedule = [...state.schedule, { command }];
    const full = `${key} ${expectedOf(schedule)} ${command}`;
    const before = this.#judged.get(full);
    if (before !== undefined) this.merged += 1;
    const seen = before ?? (await this.#judgeAnew(state, schedule));
    this.#judged.set(full, seen);
    this.#note(schedule, state.point, seen);
  }

  async #judgeAnew({ world }: State, schedule: Schedule): Promise<string[]> {
    const seen = afterDeath(world);
    const command = schedule.at(-1)?.command ?? "resume";
    const lived = await live(this.#parts, world, { command });
    return [...seen, ...(await finish(this.#parts, this.first, lived, schedule))];
  }

  /** A fault that does not end the process, and on to the end. */
  async suffer(state: State, { command, point, what }: Suffered): Promise<void> {
    if (!this.isOurs(point.name)) return;
    const turn: Turn = { command, fault: { at: point.place, what } };
    const schedule = [...state.schedule, turn];
    const lived = await live(this.#parts, state.world, turn);
    const seen = await finish(this.#parts, this.first, lived, schedule);
    this.#note(schedule, `${point.name}, ${what}`, seen);
  }

  #note(schedule: Schedule, point: string, seen: readonly string[]): void {
    this.schedules += 1;
    this.points.add(`${schedule.at(-2)?.command ?? ""} ${point}`);
    if (seen.length === 0) return;
    this.violations.push({ schedule: nameOfSchedule(schedule), point, seen: [...new Set(seen)] });
  }
}

export interface Suffered {
  readonly command: Command;
  readonly point: Point;
  readonly what: "refused" | "unheard" | Act;
}

/** The last record is on disk by half. */
function torn(world: World): World {
  for (const [run, text] of Object.entries(world.journals)) {
    const start = text.lastIndexOf("\n", text.length - 2) + 1;
    world.journals[run] = text.slice(0, start + Math.floor((text.length - start) / 2));
  }
  return world;
}
