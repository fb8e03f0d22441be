import { describe, expect, test } from "vitest";
import type { PinnedSession } from "../../../../../src/engines/postgres/compare/pin-session.ts";
import { withWorkers } from "../../../../../src/engines/postgres/compare/rows/with-workers.ts";
import { scriptedSession, type ScriptedSession } from "./scripted-session.ts";

const pinned = (session: ScriptedSession): PinnedSession => ({
  session,
  major: 16,
  bytes: false,
  server: "s",
});
const aSession = (): ScriptedSession => scriptedSession(() => []);

/** Work that ends when it is told to, so that who works at once is certain. */
function gated() {
  const waiting: (() => void)[] = [];
  const used = new Set<unknown>();
  const work = async ({ session }: PinnedSession, task: number): Promise<number> => {
    used.add(session);
    await new Promise<void>((resolve) => waiting.push(resolve));
    return task * 2;
  };
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  const release = async (): Promise<void> => {
    await settle();
    while (waiting.length > 0) {
      waiting.splice(0).forEach((resolve) => {
        resolve();
      });
      await settle();
    }
  };
  return { work, used, waiting, settle, release };
}

function opener() {
  const opened: ScriptedSession[] = [];
  const open = (): Promise<PinnedSession> => {
    const session = aSession();
    opened.push(session);
    return Promise.resolve(pinned(session));
  };
  return { open, opened };
}

describe("work on several sessions", () => {
  test("is done by as many as may be, and told in the order of the tasks", async () => {
    const { open, opened } = opener();
    const { work, used, waiting, settle, release } = gated();
    const done = withWorkers([1, 2, 3, 4, 5], pinned(aSession()), { jobs: 3, open }, work);
    await settle();
    expect(waiting).toHaveLength(3);
    await release();
    expect(await done).toEqual([2, 4, 6, 8, 10]);
    expect(used.size).toBe(3);
    expect(opened).toHaveLength(2);
    expect(opened.every(({ ended }) => ended)).toBe(true);
  });

  test("opens none for which there is nothing to do", async () => {
    const { open, opened } = opener();
    const done = await withWorkers([1], pinned(aSession()), { jobs: 8, open }, (_, task) =>
      Promise.resolve(task),
    );
    expect(done).toEqual([1]);
    expect(opened).toEqual([]);
  });

  test("is done by the others where one cannot be had", async () => {
    const open = (): Promise<PinnedSession> => Promise.reject(new Error("too many connections"));
    const done = await withWorkers([1, 2, 3], pinned(aSession()), { jobs: 3, open }, (_, task) =>
      Promise.resolve(task),
    );
    expect(done).toEqual([1, 2, 3]);
  });

  test("that fails begins nothing more, waits for what is under way, and leaves no session", async () => {
    const { open, opened } = opener();
    const begun: number[] = [];
    const ended: number[] = [];
    const work = async (_: PinnedSession, task: number): Promise<void> => {
      begun.push(task);
      if (task === 1) throw new Error("the server cannot");
      await new Promise((resolve) => setImmediate(resolve));
      ended.push(task);
    };
    await expect(withWorkers([1, 2, 3, 4], pinned(aSession()), { jobs: 2, open }, work)).rejects.toThrow(
      "the server cannot",
    );
    expect(begun).toEqual([1, 2]);
    expect(ended).toEqual([2]);
    expect(opened.every((session) => session.ended)).toBe(true);
  });
});
