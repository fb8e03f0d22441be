import { UsageError } from "../core/errors.ts";
import { isImageReference } from "../core/image-reference.ts";

/** Reads `--to-image REFERENCE` and `--image REFERENCE`. */
export function imageOption(word: string): string {
  if (isImageReference(word)) return word;
  throw new UsageError({
    summary: `"${word}" is not the name of an image`,
    detail: ["It is written like postgres:16 or registry.example/team/postgres:16. Nothing was changed."],
  });
}
