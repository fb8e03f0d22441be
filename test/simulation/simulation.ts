import type { Clock } from "../../src/ports/clock.ts";
import type { World } from "./world.ts";

/** An instant at which a process meets its host. */
export interface Point {
  /** How many came before it in this process. */
  readonly place: number;
  readonly kind: "look" | "change" | "sql" | "journal" | "file";
  /** What is asked, such as `start shop-db`. */
  readonly name: string;
}

/** Called around everything a process asks of its host. What `before` throws keeps it from happening. */
export interface Hooks {
  readonly before?: (point: Point) => void;
  /** What it throws is all the process hears of what has happened. */
  readonly after?: (point: Point) => void;
}

/** A wait that never ends, because nothing is left that could happen. */
class Hang extends Error {
  constructor() {
    super("nothing will ever happen that would end this wait");
  }
}

interface Limits {
  readonly signal?: AbortSignal;
  /** In milliseconds since 1970. */
  readonly at?: number;
}

interface Waiter {
  readonly at: number;
  readonly until: () => boolean;
  readonly resolve: () => void;
  readonly hang: () => void;
}

/** What happens by itself on a host when its time has come. */
export type Happen = (due: World["due"][number]) => void;

/**
 * One process on a simulated host, and the host's time. No time passes but by waiting: where everybody waits, the clock
 * goes to the next thing that happens. Nothing depends on how fast this machine is.
 */
export class Simulation {
  readonly world: World;
  readonly clock: Clock;
  hooks: Hooks = {};
  happen: Happen = () => undefined;
  /** What waits until then waits for ever. */
  readonly #end: number;
  #place = 0;
  #waiters = new Set<Waiter>();
  #pumping = false;

  constructor(world: World) {
    this.world = world;
    this.#end = world.now + 14 * 24 * 3600 * 1000;
    this.clock = {
      now: () => new Date(this.world.now),
      sleep: (milliseconds, signal) => this.sleep(milliseconds, signal),
    };
  }

  /** One thing a process asks of the host, which does it at once and whole. */
  meet<T>(kind: Point["kind"], name: string, work: () => T): T {
    const point = { place: this.#place++, kind, name };
    this.hooks.before?.(point);
    const result = work();
    this.hooks.after?.(point);
    return result;
  }

  /**
   * Until something is so, or a time has come; it can only become so by what happens on the host.
   *
   * @throws Hang where neither ever will
   */
  async until(is: () => boolean, { signal, at = Infinity }: Limits = {}): Promise<void> {
    signal?.throwIfAborted();
    if (is()) return;
    await new Promise<void>((resolve, reject) => {
      const end = (settle: () => void) => (): void => {
        signal?.removeEventListener("abort", abort);
        this.#waiters.delete(waiter);
        settle();
      };
      const waiter: Waiter = {
        at,
        until: () => is() || this.world.now >= at,
        resolve: end(resolve),
        hang: end(() => {
          reject(new Hang());
        }),
      };
      const abort = end(() => {
        reject(signal?.reason instanceof Error ? signal.reason : new Error("aborted"));
      });
      signal?.addEventListener("abort", abort, { once: true });
      this.#waiters.add(waiter);
      this.#pump();
    });
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    const at = this.world.now + milliseconds;
    return this.until(() => false, signal === undefined ? { at } : { at, signal });
  }

  /** Whatever is due up to now and to come happens, for as long as anything is due within the time. */
  settle(milliseconds: number): void {
    const end = this.world.now + milliseconds;
    for (;;) {
      const next = this.#nextDue();
      if (next === undefined || next.at > end) break;
      this.#take(next);
    }
    this.world.now = end;
  }

  /** After all that is going on in this process has come to rest. */
  #pump(): void {
    if (this.#pumping) return;
    this.#pumping = true;
    setImmediate(() => {
      this.#pumping = false;
      if (this.#waiters.size === 0) return;
      if (!this.#wake()) {
        this.#advance();
        this.#wake();
      }
      if (this.#waiters.size > 0) this.#pump();
    });
  }

  #wake(): boolean {
    const ready = [...this.#waiters].filter(({ until }) => until());
    for (const waiter of ready) waiter.resolve();
    return ready.length > 0;
  }

  #advance(): void {
    const { world } = this;
    const alarm = Math.min(...[...this.#waiters].map(({ at }) => at));
    const due = this.#nextDue();
    if (due !== undefined && due.at <= alarm) this.#take(due);
    else if (alarm > this.#end) for (const waiter of [...this.#waiters]) waiter.hang();
    else world.now = alarm;
  }

  #nextDue(): World["due"][number] | undefined {
    return this.world.due.toSorted((a, b) => a.at - b.at)[0];
  }

  #take(due: World["due"][number]): void {
    this.world.due.splice(this.world.due.indexOf(due), 1);
    this.world.now = Math.max(this.world.now, due.at);
    this.happen(due);
  }
}
