import {
  appendFile,
  chmod,
  chown,
  link,
  mkdir,
  readFile,
  rename,
  stat,
  symlink,
  truncate,
  writeFile,
} from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { JournalDamaged, UsageError } from "../../../src/core/errors.ts";
import { largestJournalBytes } from "../../../src/store/file-journal.ts";
import { FileJournalStore } from "../../../src/store/file-journal-store.ts";
import { opened, sampleRecords } from "../../contract/journal-samples.ts";
import { temporaryDirectory } from "./temporary-directory.ts";

const clock = { now: () => new Date("2026-01-02T03:04:05Z"), sleep: () => Promise.resolve() };

interface Kept {
  readonly store: FileJournalStore;
  readonly state: string;
  readonly path: string;
}

async function withOneRun(): Promise<Kept> {
  const state = join(await temporaryDirectory(), "a", "state");
  const store = new FileJournalStore(state, clock);
  const journal = await store.create("r1");
  for (const record of sampleRecords("r1")) await journal.append(record);
  await journal.close();
  return { store, state, path: journal.path };
}

const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;

describe("a run is private to its owner (I11)", () => {
  test("directories are 0700 and the journal 0600, at the documented place", async () => {
    const { path, state } = await withOneRun();
    expect(path).toBe(join(state, "runs", "r1", "journal.ndjson"));
    expect(await modeOf(path)).toBe(0o600);
    for (const directory of [state, join(state, "runs"), dirname(path)]) {
      expect(await modeOf(directory)).toBe(0o700);
    }
  });

  const refused: [string, (kept: Kept) => Promise<void>][] = [
    ["a journal others may write", ({ path }) => chmod(path, 0o620)],
    ["a run directory others may write", ({ path }) => chmod(dirname(path), 0o702)],
    ["a directory of runs others may write", ({ state }) => chmod(join(state, "runs"), 0o770)],
    ["a state directory others may write", ({ state }) => chmod(state, 0o1777)],
    [
      "a journal that is a symbolic link",
      async ({ path }) => {
        await rename(path, `${path}.else`);
        await symlink(`${path}.else`, path);
      },
    ],
    [
      "a run directory that is a symbolic link",
      async ({ path, state }) => {
        await rename(dirname(path), join(state, "else"));
        await symlink(join(state, "else"), dirname(path));
      },
    ],
    ["a journal with a second name", ({ path, state }) => link(path, join(state, "second"))],
    [
      "a journal that is a directory",
      async ({ path }) => {
        await rename(path, `${path}.else`);
        await mkdir(path);
      },
    ],
  ];
  if (process.geteuid?.() === 0) {
    refused.push(["another user's journal", ({ path }) => chown(path, 65534, 65534)]);
    refused.push(["another user's run directory", ({ path }) => chown(dirname(path), 65534, 65534)]);
  }

  test.each(refused)(
    "%s is refused, with the path named, and nothing is written to it",
    async (_title, spoil) => {
      const kept = await withOneRun();
      await spoil(kept);
      const before = await readFile(kept.path).catch(() => undefined);
      for (const look of ["read", "open"] as const) {
        const error = await kept.store[look]("r1").then(
          () => expect.fail("it was accepted"),
          (reason: unknown) => reason,
        );
        expect(error).toBeInstanceOf(UsageError);
        expect((error as UsageError).detail.join(" ")).toContain(kept.state);
      }
      expect(await readFile(kept.path).catch(() => undefined)).toEqual(before);
      expect(await kept.store.list()).toEqual([
        { run: "r1", damage: expect.stringContaining(kept.state) as string },
      ]);
    },
  );

  test("no run is made in a directory others may write", async () => {
    const state = await temporaryDirectory();
    await chmod(state, 0o777);
    await expect(new FileJournalStore(state, clock).create("r1")).rejects.toThrow(UsageError);
  });

  test.each(["../r1", "", ".", "a/b", "-x", "a\0b", "x".repeat(101)])(
    "a run called %j is not looked for outside the directory of runs",
    async (run) => {
      const { store } = await withOneRun();
      await expect(store.read(run)).rejects.toThrow(UsageError);
      await expect(store.open(run)).rejects.toThrow(UsageError);
      await expect(store.create(run)).rejects.toThrow(UsageError);
    },
  );
});

describe("a torn last record (I5)", () => {
  test("is left out when read, and the file stays as it is", async () => {
    const { store, path } = await withOneRun();
    await appendFile(path, '{"seq":15,"at":');
    const before = await readFile(path);
    expect(await store.read("r1")).toHaveLength(14);
    expect(await readFile(path)).toEqual(before);
  });

  test("is cut away before the journal goes on", async () => {
    const { store, path } = await withOneRun();
    const whole = await readFile(path, "utf8");
    await appendFile(path, '{"seq":15,"at":');
    const journal = await store.open("r1");
    expect(await readFile(path, "utf8")).toBe(whole);
    await journal.append({ type: "run.turned", reason: "x" });
    await journal.close();
    expect(await store.read("r1")).toHaveLength(15);
  });

  test("at any byte of the last record costs that record and no other", async () => {
    const { store, path } = await withOneRun();
    const whole = await readFile(path);
    const lastLine = whole.lastIndexOf("\n", -2) + 1;
    for (let cut = lastLine; cut < whole.length; cut += 3) {
      await writeFile(path, whole.subarray(0, cut));
      const journal = await store.open("r1");
      await journal.append({ type: "run.closed", outcome: "rolled back" });
      await journal.close();
      expect(await readFile(path, "utf8")).toBe(whole.toString());
    }
  });
});

describe("a damaged journal (I5)", () => {
  test("is refused with its file, its line and the last record that can be trusted", async () => {
    const { store, path } = await withOneRun();
    const text = await readFile(path, "utf8");
    await writeFile(path, text.replace("the restore failed", "the restore went well"));
    const error = await store.open("r1").then(
      () => expect.fail("it was accepted"),
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(JournalDamaged);
    expect((error as JournalDamaged).message).toBe("The journal of run r1 is damaged");
    expect((error as JournalDamaged).detail).toEqual([
      `The record in line 7 of ${path} cannot be trusted: its checksum does not fit what it says.`,
      "The last record that can be trusted is number 6, step.compensated, written at 2026-01-02T03:04:05.000Z.",
      "What happened after it is not known, so this run is neither continued nor rolled back.",
    ]);
    await expect(store.read("r1")).rejects.toThrow(JournalDamaged);
  });

  test("is listed among the others, with its damage", async () => {
    const { store, path } = await withOneRun();
    const journal = await store.create("r2");
    await journal.append(opened("r2"));
    await journal.close();
    await writeFile(path, "nonsense\n");
    const listed = await store.list();
    expect(listed.find(({ run }) => run === "r1")?.damage).toContain("line 1");
    expect(listed.find(({ run }) => run === "r2")?.entries).toHaveLength(1);
  });

  test("is one that is larger than dbshift would write, and it is not read into memory", async () => {
    const { store, path } = await withOneRun();
    await truncate(path, largestJournalBytes + 1);
    await expect(store.read("r1")).rejects.toThrow(JournalDamaged);
  });

  test("what is no run is not listed", async () => {
    const { store, state } = await withOneRun();
    await mkdir(join(state, "runs", ".hidden"));
    expect((await store.list()).map(({ run }) => run)).toEqual(["r1"]);
  });
});

test("what is said of runs that are not there leads to the same runs", async () => {
  const store = new FileJournalStore(
    join(await temporaryDirectory(), "state"),
    clock,
    " --state-dir /srv/runs",
  );
  await expect(store.read("nope")).rejects.toMatchObject({ next: ["dbshift runs --state-dir /srv/runs"] });
  await expect(store.read("../x")).rejects.toMatchObject({ next: ["dbshift runs --state-dir /srv/runs"] });
});

test("why a journal cannot be read is told in whole sentences", async () => {
  const { store, path } = await withOneRun();
  await rename(path, `${path}.else`);
  await symlink(`${path}.else`, path);
  const [{ damage = "" } = {}] = await store.list();
  expect(damage).toContain("symbolic link. ");
  expect(damage).not.toContain("..");
});
