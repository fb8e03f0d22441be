import { blocker, type Finding } from "../../core/finding.ts";
import type { PlannedTarget } from "../../core/plan.ts";
import type { ServerState } from "./server-state.ts";
import { majorOfServer, titleOf } from "./version.ts";

/** Whether the server in the target image is what its tag says. */
export function findingsOnTarget(
  { image, major }: Pick<PlannedTarget, "image" | "major">,
  { product, version }: Pick<ServerState, "product" | "version">,
): Finding[] {
  if (product !== "other" && majorOfServer({ product, version }) === major) return [];
  const is = { redis: "Redis", valkey: "Valkey" }[product] ?? "another product,";
  return [
    blocker("REDIS-IMAGE-VERSION", {
      summary: `The image ${image} has ${is} ${version}, not ${titleOf(major)}`,
      detail: "The program in it says so, whatever its tag does.",
      remedy: "Name another image with --to-image.",
    }),
  ];
}
