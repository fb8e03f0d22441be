import type { Finding } from "./finding.ts";

/** How driving a run ended, observed where it says so. */
export type DriveResult =
  /** The target answers clients; the source is kept. */
  | { readonly kind: "target serves" }
  /** A check said no before anything of the source was touched; what was made is gone again. */
  | { readonly kind: "refused"; readonly findings: readonly Finding[] }
  /** Everything was undone, and the source was seen to answer. */
  | { readonly kind: "rolled back"; readonly cause: unknown; readonly signal: Signal | undefined }
  /** The source has its name back after a switch, and was seen to answer. */
  | { readonly kind: "returned" }
  | { readonly kind: "retired" }
  /** It stopped where it was. `serving` says what was last seen to answer; the run can be resumed. */
  | {
      readonly kind: "stopped";
      readonly cause: unknown;
      readonly signal: Signal | undefined;
      readonly pastPivot: boolean | undefined;
    };

export type Signal = "SIGINT" | "SIGTERM";
