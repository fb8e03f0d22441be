import { pinOf, type TargetPin } from "../core/target-pin.ts";
import type { RuntimeReader } from "../ports/runtime.ts";

/** Which image a reference means now: the one that is here, else what its registry has. */
export async function pinTarget(
  runtime: RuntimeReader,
  reference: string,
  { askRegistry }: { readonly askRegistry: boolean },
): Promise<TargetPin> {
  const image = await runtime.findImage(reference);
  if (image !== undefined) return pinOf(image, reference);
  const digest = askRegistry ? await runtime.registryDigest(reference) : undefined;
  return { imageId: null, digest: digest ?? null };
}
