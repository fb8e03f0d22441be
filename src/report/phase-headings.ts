import type { Phase } from "../core/graph.ts";

/** What a picture of a playbook says above each phase. */
export const phaseHeadings: Readonly<Record<Phase, string>> = {
  preflight: "preflight: only looks",
  prepare: "prepare: clients are served",
  cutover: "cutover: nobody is served from stop to open",
  soak: "soak: the target serves, the source is kept",
  retire: "retire: days later",
};

export const returnHeading = "the way back after the pivot";
