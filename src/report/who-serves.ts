import type { SupersededBy } from "../core/journal.ts";
import { stepProgress, type Progress } from "../core/progress.ts";
import { printable } from "./printable.ts";
import { runPosition } from "./run-position.ts";

export interface WhoServes {
  readonly side: "source" | "target" | "superseded" | "nobody" | "unknown";
  /** A full sentence, for a person who has just been told that something failed. */
  readonly sentence: string;
}

/** Which database serves clients, as far as the journal knows. Works without asking anything else. */
export function whoServes(progress: Progress): WhoServes {
  const { source, from, to } = progress.plan;
  const name = printable(source.container);
  const image = printable(progress.plan.target.image);
  switch (runPosition(progress)) {
    case "before fence":
      return {
        side: "source",
        sentence: `${name} serves from the source, version ${from}; ${changed(progress)}.`,
      };
    case "undone":
      return {
        side: "source",
        sentence: `${name} serves from the source, version ${from}, as before the run.`,
      };
    case "returned":
      return {
        side: "source",
        sentence: `${name} serves from the source, version ${from}, as before the switch.`,
      };
    case "switched":
      if (progress.supersededBy !== undefined) return superseded(progress.supersededBy);
      return { side: "target", sentence: `${name} serves from the target, version ${to} (${image}).` };
    case "fenced":
      return {
        side: "nobody",
        sentence: `Nothing serves right now: the source ${name} is closed to clients and the target is not open yet.`,
      };
    case "unclear":
      return {
        side: "unknown",
        sentence: `The journal ends ${underWay(progress)}, so which side of ${name} serves has to be looked at.`,
      };
  }
}

function superseded({ run, to, container }: SupersededBy): WhoServes {
  return {
    side: "superseded",
    sentence: `${printable(container)} serves version ${to}, which run ${run} made: this run is superseded by it.`,
  };
}

function changed({ plan, steps }: Progress): string {
  const step = plan.steps.find(({ use }) => use === "docker/disable-restart");
  const off = step !== undefined && stepProgress({ steps }, step.id).attempts > 0;
  const still = off && stepProgress({ steps }, step.id).state !== "pending";
  return still
    ? "its restart policy may be off, so after a restart of the host it waits for resume or rollback"
    : "nothing of it was changed";
}

function underWay({ plan, steps }: Progress): string {
  const halfway = new Set(["in doubt", "failed", "compensating"]);
  const [id] = [...steps].filter(([, { state }]) => halfway.has(state)).at(-1) ?? [];
  if (id === undefined) return "between two steps";
  return `with "${printable(plan.steps.find((step) => step.id === id)?.title ?? id)}" under way`;
}
