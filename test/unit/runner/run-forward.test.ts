import { describe, expect, test } from "vitest";
import { Interruption } from "../../../src/runner/interruption.ts";
import { runBack } from "../../../src/runner/run-back.ts";
import { runForward } from "../../../src/runner/run-forward.ts";
import { Died, World } from "./sample-world.ts";

const everything = ["volume", "server", "fence", "fill", "unfence", "open", "tidy"];

describe("a run", () => {
  test("performs its steps in order and ends with the target serving", async () => {
    const world = new World();
    expect(await runForward(world.driver())).toEqual({ kind: "target serves" });
    const order = ["look", "volume", "server", "try", "fence", "fill", "verify", "unfence", "open", "tidy"];
    expect(world.history).toEqual(order);
    expect(world.entries.at(-1)).toMatchObject({ type: "run.closed", outcome: "target serves" });
  });

  test("announces every effect in the journal before it begins", async () => {
    const world = new World();
    const announced: string[] = [];
    world.onMoment = (moment) => {
      const name = /^before (\w+)$/.exec(moment)?.[1];
      if (name !== undefined && world.journaled.includes(`step.started ${name}`)) announced.push(name);
    };
    await runForward(world.driver());
    expect(announced).toEqual(everything);
  });

  test("undoes everything in reverse order when a step before the pivot fails", async () => {
    const world = new World();
    world.failing.set("fill", 1);
    const result = await runForward(world.driver());
    expect(result).toMatchObject({ kind: "rolled back", cause: { message: "fill fails" } });
    expect(world.effects).toEqual(new Set());
    const undone = world.history.filter((entry) => entry.startsWith("undo"));
    expect(undone).toEqual(["undo fence", "undo server", "undo volume"]);
  });

  test("is refused, with nothing left, when a check says no before the fence", async () => {
    const world = new World();
    world.blockedBy = "try";
    expect(await runForward(world.driver())).toMatchObject({ kind: "refused", findings: [{ code: "NO" }] });
    expect(world.effects).toEqual(new Set());
    expect(world.history).not.toContain("fence");
  });

  test("is rolled back, not refused, when verification finds a difference", async () => {
    const world = new World();
    world.blockedBy = "verify";
    expect(await runForward(world.driver())).toMatchObject({ kind: "rolled back" });
    expect(world.effects).toEqual(new Set());
  });

  test("leaves alone what was there before it, also when it rolls back", async () => {
    const world = new World();
    world.effects.add("volume");
    world.failing.set("fill", 1);
    await runForward(world.driver());
    expect(world.effects).toEqual(new Set(["volume"]));
    expect(world.journaled).toContain("step.adopted volume");
  });

  test("tries again what fails after the pivot, and never goes back by itself", async () => {
    const world = new World();
    world.failing.set("tidy", 2);
    expect(await runForward(world.driver())).toEqual({ kind: "target serves" });
    const stuck = new World();
    stuck.failing.set("tidy", 3);
    expect(await runForward(stuck.driver())).toMatchObject({ kind: "stopped", pastPivot: true });
    expect(stuck.effects).toContain("open");
    expect(await runForward(stuck.driver())).toEqual({ kind: "target serves" });
  });
});

describe("an interruption", () => {
  test("before the pivot undoes everything", async () => {
    const world = new World();
    const interruption = new Interruption();
    world.onMoment = (moment) => {
      if (moment === "after fence") interruption.request("SIGINT");
    };
    const result = await runForward(world.driver(interruption));
    expect(result).toMatchObject({ kind: "rolled back", signal: "SIGINT" });
    expect(world.effects).toEqual(new Set());
  });

  test("after the pivot finishes the step under way and stops", async () => {
    const world = new World();
    const interruption = new Interruption();
    world.onMoment = (moment) => {
      if (moment === "before open") interruption.request("SIGTERM");
    };
    const result = await runForward(world.driver(interruption));
    expect(result).toMatchObject({ kind: "stopped", signal: "SIGTERM", pastPivot: true });
    expect(world.effects).toContain("open");
    expect(await runForward(world.driver())).toEqual({ kind: "target serves" });
  });

  test("I12: after the pivot no success is told where the name was given to something else", async () => {
    const world = new World();
    world.labelsUnderTheName = {};
    const result = await runForward(world.driver());
    expect(result).toMatchObject({ kind: "stopped", pastPivot: true });
    expect(world.entries.some(({ type }) => type === "run.closed")).toBe(false);
  });

  test("twice stops at once, and the run goes on from there", async () => {
    const world = new World();
    const interruption = new Interruption();
    world.onMoment = (moment) => {
      if (moment === "after fence") interruption.request("SIGINT");
      if (moment === "after undoing fence") interruption.request("SIGINT");
    };
    const result = await runForward(world.driver(interruption));
    expect(result).toMatchObject({ kind: "stopped", signal: "SIGINT" });
    world.onMoment = () => undefined;
    expect(await runBack(world.driver(), new Error("resumed"))).toMatchObject({ kind: "rolled back" });
    expect(world.effects).toEqual(new Set());
  });
});

/** Every place where a run can die: each change of the journal and of the world, before and after. */
async function countMoments(): Promise<number> {
  const world = new World();
  let count = 0;
  world.onMoment = () => {
    count += 1;
  };
  await runForward(world.driver());
  return count;
}

/** Runs until the n-th moment and dies there; whatever the dead process would have done is lost. */
async function dieAt(world: World, n: number): Promise<void> {
  let left = n;
  world.onMoment = () => {
    left -= 1;
    if (left <= 0) throw new Died();
  };
  await runForward(world.driver()).catch(() => undefined);
  world.onMoment = () => undefined;
}

async function dieWhen(world: World, isThere: (moment: string) => boolean): Promise<void> {
  let dead = false;
  world.onMoment = (moment) => {
    dead ||= isThere(moment);
    if (dead) throw new Died();
  };
  await runForward(world.driver());
  world.onMoment = () => undefined;
}

describe("a run that died at any moment", () => {
  test("is resumed to success, or goes on going back", async () => {
    const moments = await countMoments();
    for (let n = 1; n <= moments; n += 1) {
      const world = new World();
      await dieAt(world, n);
      const result = await runForward(world.driver());
      expect(result, `died at moment ${String(n)}`).toEqual({ kind: "target serves" });
      expect([...world.effects].sort()).toEqual([...everything].sort());
    }
  });

  test("never continues what may be half filled: it is filled again on a fresh volume", async () => {
    const world = new World();
    await dieWhen(world, (moment) => moment === "after fill");
    world.history.length = 0;
    expect(await runForward(world.driver())).toEqual({ kind: "target serves" });
    const again = ["undo fill", "undo server", "undo volume", "volume", "server", "try", "fill"];
    expect(world.history.slice(0, again.length)).toEqual(again);
    expect(world.history).not.toContain("undo fence");
  });

  test("makes anew what was lost meanwhile, and verifies whatever was filled again", async () => {
    const world = new World();
    await dieWhen(
      world,
      (moment) => moment === "before writing step.started" && world.history.at(-1) === "verify",
    );
    world.effects.delete("server");
    world.history.length = 0;
    expect(await runForward(world.driver())).toEqual({ kind: "target serves" });
    expect(world.history).toEqual([
      ...["undo fill", "undo volume", "volume", "server", "try", "fill", "verify", "unfence", "open", "tidy"],
    ]);
  });

  test("after the pivot makes nothing anew that the target stands on, whatever became of it (I6)", async () => {
    const world = new World();
    world.released.length = 0;
    await dieWhen(world, (moment) => moment === "before tidy");
    world.effects.delete("server");
    world.history.length = 0;
    expect(await runForward(world.driver())).toEqual({ kind: "target serves" });
    expect(world.history).toEqual(["tidy"]);
  });

  test("is rolled back to where it began, as long as the pivot was not passed", async () => {
    const moments = await countMoments();
    for (let n = 1; n <= moments; n += 1) {
      const world = new World();
      await dieAt(world, n);
      if (world.effects.has("open")) continue;
      const result = await runBack(world.driver(), new Error("rollback"));
      expect(result, `died at moment ${String(n)}`).toMatchObject({ kind: "rolled back" });
      expect(world.effects).toEqual(new Set());
    }
  });
});
