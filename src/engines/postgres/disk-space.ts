import { StepError } from "../../core/errors.ts";

const header = /^Filesystem\s+1024-blocks\s+Used\s+Available\s+(?:Capacity|Use%)\s+Mounted on$/;
const entry = /^.*\s\d+\s+\d+\s+(\d+)\s+(?:\d+%|-)\s+\/.*$/;

/** The free bytes in what `df -Pk` prints of one path. Anything else than its two lines is refused. */
export function freeBytesIn(output: string): number {
  const [first = "", second = "", ...more] = output.trimEnd().split("\n");
  const free = entry.exec(second)?.[1];
  if (!header.test(first) || free === undefined || more.length > 0) {
    throw new StepError({ summary: "df did not print what it should", detail: output.split("\n") });
  }
  return Number(free) * 1024;
}

export interface SpaceNeed {
  readonly target: number;
  readonly dump: number;
  readonly spare: number;
  readonly total: number;
}

/** Both the dump and the target may come to the source's size; WAL and temporary files come on top. */
export function spaceFor(dataBytes: number): SpaceNeed {
  const spare = Math.ceil(dataBytes * 0.2) + 512 * 1024 * 1024;
  return { target: dataBytes, dump: dataBytes, spare, total: 2 * dataBytes + spare };
}
