import type { FileJournalStore } from "../store/file-journal-store.ts";
import { commandTail, type CommonOptions } from "./options.ts";
import { systemClock } from "./system-clock.ts";

/** Where this command finds and keeps its runs. */
export async function openStore({ stateDir }: Pick<CommonOptions, "stateDir">): Promise<FileJournalStore> {
  const { FileJournalStore: Store } = await import("../store/file-journal-store.ts");
  const { stateDirectory } = await import("../store/state-directory.ts");
  const directory = stateDirectory({ option: stateDir, env: process.env, cwd: process.cwd() });
  return new Store(directory, systemClock, commandTail(stateDir === undefined ? {} : { stateDir }));
}
