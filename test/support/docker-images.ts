import { readFileSync } from "node:fs";

/** The image that stands for an official one here, as `scripts/images` wrote it down. */
export function imageFor(name: string): string {
  const images = JSON.parse(readFileSync(".cache/images.json", "utf8")) as Record<string, string>;
  const image = images[name];
  if (!image) throw new Error(`no image stands for ${name}: run scripts/images`);
  return image;
}
