import { blocker, type Finding } from "../../core/finding.ts";
import type { PlannedTarget } from "../../core/plan.ts";
import type { ServerState } from "./server-state.ts";
import { majorOf } from "./version.ts";

/** Whether the server in the target image is what its tag says. */
export function findingsOnTarget(
  { image, major }: Pick<PlannedTarget, "image" | "major">,
  { product, version }: Pick<ServerState, "product" | "version">,
): Finding[] {
  if (product === "redis" && majorOf(version) === major) return [];
  return [
    blocker("REDIS-IMAGE-VERSION", {
      summary: `The image ${image} has ${product === "redis" ? "Redis" : "another product,"} ${version}, not Redis ${major}`,
      detail: "The program in it says so, whatever its tag does.",
      remedy: "Name another image with --to-image.",
    }),
  ];
}
