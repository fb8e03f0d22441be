import type { LikenessChanges } from "../../ports/runtime.ts";
import type { ContainerJson, ImageJson } from "./engine-json.ts";

export interface Likeness {
  readonly original: ContainerJson;
  /** The image the original runs; undefined where it is gone, and everything must count as its user's wish. */
  readonly originalImage: ImageJson | undefined;
  /** The image of the new container. */
  readonly image: ImageJson;
  readonly changes: LikenessChanges;
}
