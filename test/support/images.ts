import { readFileSync } from "node:fs";
import { z } from "zod";

const file = new URL("../../.cache/images.json", import.meta.url);

/** The image that stands for an official one, e.g. `postgres:15`: itself where it could be pulled, else a stand-in. */
export function imageFor(official: string): string {
  const image = z.record(z.string(), z.string()).parse(JSON.parse(readImages()))[official];
  if (image === undefined) throw new Error(`No image for ${official}: run scripts/images.`);
  return image;
}

function readImages(): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new Error("There is no list of images to test with: run scripts/images.", { cause: error });
  }
}
