import type { SafetyCopy } from "../core/safety-copy.ts";
import { printable } from "./printable.ts";
import { sizeText } from "./size-text.ts";
import { timeText } from "./time-text.ts";

interface Listing {
  readonly whole: readonly { readonly name: string; readonly copy: SafetyCopy }[];
  readonly damaged: readonly { readonly name: string; readonly why: string }[];
}

/** Copies outside Docker, two lines each: what it is of, and its file. */
export function copiesText({ whole, damaged }: Listing): string {
  if (whole.length + damaged.length === 0) return "There are no copies.";
  return [
    ...whole.flatMap(({ name, copy }) => [
      `${timeText(copy.createdAt)}  ${copy.kind} of ${printable(copy.container)}, ${copy.engine} ${printable(copy.version)}, ${sizeText(copy.file.bytes)}`,
      `    ${printable(name)}`,
    ]),
    ...damaged.flatMap(({ name, why }) => [
      `?  not a whole copy: ${printable(why)}`,
      `    ${printable(name)}`,
    ]),
  ].join("\n");
}
