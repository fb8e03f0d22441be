// Loaded into dbshift by `node --import`, before it: the process kills itself at the first of the fail points it was
// given. It stands where the tool meets the world, at the journal's file and at the requests to the engine, so that
// what dies is the program as it is shipped.
import { writeSync } from "node:fs";
import { open } from "node:fs/promises";
import { ClientRequest } from "node:http";
import { fileURLToPath } from "node:url";
import { failPointsVariable, nameOf, type FailPoint, type Moment } from "./fail-point.ts";

const points = JSON.parse(process.env[failPointsVariable] ?? "[]") as readonly FailPoint[];

type Effect = Pick<FailPoint, "step" | "way">;
interface Underway extends Effect {
  asked: ClientRequest | undefined;
}

/** Effects whose intent is on disk and whose end is not. Steps work side by side, so there may be more than one. */
const underway: Underway[] = [];
/** What the record that is being written makes true once it is on disk. */
let onDisk: (() => void) | undefined;

function dieAt({ step, way }: Effect, moment: Moment): void {
  const point = points.find((each) => each.step === step && each.way === way && each.moment === moment);
  if (point === undefined) return;
  writeSync(2, `\ndied at ${nameOf(point)}\n`);
  process.kill(process.pid, "SIGKILL");
  // The signal is on its way; nothing more happens until it is here.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

const intents: Readonly<Record<string, FailPoint["way"]>> = {
  "step.started": "do",
  "step.compensating": "undo",
};
const ends: Readonly<Record<string, FailPoint["way"]>> = {
  "step.succeeded": "do",
  "step.compensated": "undo",
};

function beforeWriting(text: string): void {
  const { type, step } = JSON.parse(text) as { readonly type: string; readonly step?: string };
  onDisk = undefined;
  if (step === undefined) return;
  const begun = intents[type];
  const ended = ends[type];
  if (begun !== undefined) {
    const effect: Underway = { step, way: begun, asked: undefined };
    dieAt(effect, "before intent");
    onDisk = () => {
      underway.push(effect);
      dieAt(effect, "after intent");
    };
  }
  if (ended !== undefined) {
    const effect = { step, way: ended };
    dieAt(effect, "after observe");
    onDisk = () => {
      const place = underway.findIndex((each) => each.step === step && each.way === ended);
      if (place !== -1) underway.splice(place, 1);
      dieAt(effect, "after done");
    };
  }
}

type Method = (this: unknown, ...given: unknown[]) => unknown;

/** Puts something around a method that everybody calls. */
function wrap(owner: object, name: string, around: (method: Method) => Method): void {
  Reflect.set(owner, name, around(Reflect.get(owner, name) as Method));
}

const file = await open(fileURLToPath(import.meta.url));
const files = Object.getPrototypeOf(file) as object;
await file.close();

wrap(
  files,
  "write",
  (write) =>
    async function (...given) {
      const text = Buffer.isBuffer(given[0]) ? given[0].toString() : "";
      if (text.startsWith('{"seq":')) beforeWriting(text);
      return write.apply(this, given);
    },
);

wrap(
  files,
  "datasync",
  (datasync) =>
    async function (...given) {
      await datasync.apply(this, given);
      onDisk?.();
    },
);

wrap(
  ClientRequest.prototype,
  "emit",
  (emit) =>
    function (...given) {
      const [event] = given;
      const request = this as ClientRequest;
      if (request.method !== "GET" && request.method !== "HEAD") {
        if (event === "finish") {
          const effect = underway.findLast(({ asked }) => asked === undefined);
          if (effect !== undefined) {
            effect.asked = request;
            dieAt(effect, "effect sent");
          }
        }
        if (event === "response" || event === "upgrade") {
          const effect = underway.find(({ asked }) => asked === request);
          if (effect !== undefined) dieAt(effect, "effect done");
        }
      }
      return emit.apply(this, given);
    },
);
