import { RuntimeUnreachable } from "../../src/core/errors.ts";
import { acts, isAct, type Act } from "./acts.ts";
import { writeRow } from "./client.ts";
import { refused } from "./host.ts";
import { ServerError } from "./model-answers.ts";
import { shopHost } from "./shop-host.ts";
import type { Point } from "./simulation.ts";
import { precedesWork, straysOn } from "./strays.ts";
import { tool, type Command, type Ended, type ToolParts } from "./tool.ts";
import { copyOf, type World } from "./world.ts";

/**
 * What goes wrong at a point of a process:
 *
 * dies      after what it asked for was done, so without hearing of it
 * lingers   it dies, and what it began goes on for a while before anybody comes
 * tears     while a record is written, of which half is on disk
 * refused   what it asked for is not done, and it is told so
 * unheard   it is done, and the answer is lost
 */
export type Mishap = "dies" | "lingers" | "tears" | "refused" | "unheard" | Act;

export interface Fault {
  readonly at: number;
  readonly what: Mishap;
}

export interface Lived {
  readonly ended: Ended | { readonly kind: "died" };
  /** As it was left. */
  readonly world: World;
  /** Whether the fault came to pass. */
  readonly hit: Point | undefined;
}

/** Called where a process might have died, with what it would have left. */
export type Witness = (point: Point, world: World) => void;

export interface Process {
  readonly command: Command;
  readonly fault?: Fault | undefined;
  readonly witness?: Witness;
  /** The witness is told of what only looks, too. */
  readonly looks?: boolean;
}

/** Within a dump or a restore. */
const halfWayMilliseconds = 300;

class Dead extends Error {}

/** One process on a copy of a world: carries out a command, with clients at work, until it ends or its fault ends it. */
export async function live(
  parts: ToolParts,
  before: World,
  { command, fault, witness, looks = false }: Process,
): Promise<Lived> {
  const host = shopHost(copyOf(before));
  const { world } = host;
  const strays = straysOn(host);
  let left: World | undefined;
  let hit: Point | undefined;
  const is = (point: Point, ...whats: Mishap[]): boolean =>
    fault !== undefined && hit === undefined && point.place === fault.at && whats.includes(fault.what);
  host.simulation.hooks = {
    before: (point) => {
      if (left !== undefined) throw new Dead();
      if (strays.size > 0 && !precedesWork(point)) {
        const working = [...straysOn(host)].filter((stray) => strays.has(stray));
        for (const stray of working) {
          world.violations.push(`I9: "${point.name}" while ${stray} of a dead process still works`);
        }
      }
      if (is(point, "refused")) {
        hit = point;
        throw errorOf(point);
      }
      if (is(point, "tears")) {
        hit = point;
        left = copyOf(world);
        left.journals = Object.fromEntries(
          Object.entries(left.journals).map(([run, text]) => [run, `${text}{"seq":`]),
        );
        throw new Dead();
      }
    },
    after: (point) => {
      if (point.kind !== "look") writeRow(host);
      if (looks || point.kind !== "look") witness?.(point, world);
      if (is(point, "dies", "lingers")) {
        hit = point;
        left = copyOf(world);
        throw new Dead();
      }
      if (is(point, "unheard")) {
        hit = point;
        throw lostAnswer(point);
      }
      if (fault !== undefined && isAct(fault.what) && is(point, fault.what)) {
        hit = point;
        acts[fault.what](host);
      }
    },
  };
  const ended = await tool(parts, host, command);
  host.simulation.hooks = {};
  return left === undefined
    ? { ended, world: buried(world), hit }
    : { ended: { kind: "died" }, world: fault?.what === "lingers" ? later(left) : buried(left), hit };
}

/** As `buried`, when what was begun has come half way. */
export function later(world: World): World {
  shopHost(buried(world)).simulation.settle(halfWayMilliseconds);
  return world;
}

/** What holds a lease ends with its process. */
export function buried(world: World): World {
  const host = shopHost(world);
  for (const container of host.list({ "dbshift.role": "lease" })) host.end(container, 0);
  return world;
}

function errorOf(point: Point): Error {
  if (point.kind === "sql") return new ServerError("53100", "could not extend file: No space left on device");
  if (point.kind === "journal" || point.kind === "file") return new Error("ENOSPC: no space left on device");
  return refused(500, `${point.name}: internal server error`);
}

function lostAnswer(point: Point): Error {
  if (point.kind === "sql") {
    return new ServerError("57P01", "terminating connection due to administrator command");
  }
  if (point.kind === "journal" || point.kind === "file") return new Error("EIO: input/output error");
  return new RuntimeUnreachable({ summary: "The Docker engine stopped answering" });
}
