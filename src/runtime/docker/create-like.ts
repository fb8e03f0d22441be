import type { LikenessChanges } from "../../ports/runtime.ts";
import { attach } from "./attach.ts";
import { createContainer, discard } from "./create-container.ts";
import type { ContainerJson } from "./engine-json.ts";
import type { Engine } from "./engine.ts";
import { likeSpec } from "./like-spec.ts";
import { findImageJson, getContainerJson, getImageJson } from "./look-up.ts";
import { attachmentsOf } from "./to-container.ts";

export async function createLike(
  engine: Engine,
  originalId: string,
  changes: LikenessChanges,
): Promise<string> {
  return createLikeJson(engine, await getContainerJson(engine, originalId), changes);
}

/** The same of a container as it was inspected once, and that need not be there any more. */
export async function createLikeJson(
  engine: Engine,
  original: ContainerJson,
  changes: LikenessChanges,
): Promise<string> {
  const originalImage = await findImageJson(engine, original.Image);
  const image = await getImageJson(engine, changes.image ?? original.Image);
  const attachments = changes.private ? [] : (changes.attachments ?? attachmentsOf(original));
  const id = await createContainer(
    engine,
    changes.name,
    likeSpec({ original, originalImage, image, changes }),
  );
  try {
    // Before API 1.44 a container is created with one network alone, so the others follow.
    if (attachments.length > 0) await attach(engine, id, attachments);
  } catch (error) {
    // Half connected it would answer to some of its names; the next try wants the name free.
    await discard(engine, id);
    throw error;
  }
  return id;
}
