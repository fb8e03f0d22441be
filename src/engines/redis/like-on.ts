import { StepError } from "../../core/errors.ts";
import type { ReadContext } from "../../playbook/context.ts";
import type { LikenessChanges } from "../../ports/runtime.ts";
import { placeOn } from "./place-on.ts";

/** What a server of another image needs to be like the source, on a volume of its own. */
export async function likeOn(
  { runtime, plan }: Pick<ReadContext, "runtime" | "plan">,
  imageId: string,
  volume: string,
): Promise<Pick<LikenessChanges, "image" | "command" | "dataMount">> {
  const { containerId, mountedAt } = plan.source;
  const [source, image] = [await runtime.findContainer(containerId), await runtime.findImage(imageId)];
  if (source === undefined || image === undefined) {
    throw new StepError({ summary: "The source container or the target image is gone" });
  }
  const { command, mountAt } = placeOn(source, image, mountedAt);
  return {
    image: imageId,
    ...(command && { command }),
    dataMount: { from: mountedAt, volume, at: mountAt },
  };
}
