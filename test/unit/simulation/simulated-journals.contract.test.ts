import { describeJournalStore } from "../../contract/journal-contract.ts";
import { simulatedJournals } from "../../simulation/simulated-journals.ts";
import { playedHost } from "./played-host.ts";

describeJournalStore("a simulated journal store", (clock) =>
  Promise.resolve(simulatedJournals(playedHost(), clock)),
);
