import { join } from "node:path";
import { describeJournalStore } from "../../contract/journal-contract.ts";
import { FileJournalStore } from "../../../src/store/file-journal-store.ts";
import { temporaryDirectory } from "./temporary-directory.ts";

describeJournalStore("a journal store in files", async (clock) => {
  return new FileJournalStore(join(await temporaryDirectory(), "state"), clock);
});
