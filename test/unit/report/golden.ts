import { fileURLToPath } from "node:url";
import { expect } from "vitest";

const time = /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g;

/** Compares a text with the one kept beside the tests; moments are in the reader's time zone, so they are masked. */
export async function expectGolden(name: string, text: string): Promise<void> {
  const file = fileURLToPath(new URL(`golden/${name}.txt`, import.meta.url));
  await expect(`${text.replace(time, "YYYY-MM-DD HH:MM:SS")}\n`).toMatchFileSnapshot(file);
}

export function widest(text: string): number {
  return Math.max(...text.split("\n").map((line) => line.length));
}
