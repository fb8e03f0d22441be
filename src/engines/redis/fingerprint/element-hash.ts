import { createHash } from "node:crypto";

/** 140 of SHA-1's 160 bits, as five numbers of 28: what a script inside the server can add up without rounding. */
export type Parts = readonly bigint[];

export const noParts: Parts = [0n, 0n, 0n, 0n, 0n];

export function sha1(...pieces: readonly (Buffer | string)[]): string {
  const hash = createHash("sha1");
  for (const piece of pieces) hash.update(piece);
  return hash.digest("hex");
}

export function partsOf(hex: string): Parts {
  return [0, 7, 14, 21, 28].map((at) => BigInt(`0x${hex.slice(at, at + 7)}`));
}

export function addParts(a: Parts, b: Parts): Parts {
  return a.map((part, index) => part + (b[index] ?? 0n));
}

/** What stands for the elements of a set, a hash or a sorted set, in whatever order they came. */
export const partsText = (parts: Parts): string => parts.join(",");

/** A value in front of another one, so that where one ends is part of what is hashed. */
export const framed = (bytes: Buffer): Buffer => Buffer.concat([Buffer.from(`${bytes.length}:`), bytes]);

/** A score by its bits: servers print one and the same number in different ways. */
export function scoreBytes(text: string): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(numberOf(text));
  return bytes;
}

function numberOf(text: string): number {
  if (text === "inf") return Infinity;
  return text === "-inf" ? -Infinity : Number(text);
}

interface KeyRead {
  readonly type: string;
  readonly key: Buffer;
  /** What stands for its value. */
  readonly value: string;
  /** In ms since 1970; -1 of a key that does not expire. */
  readonly expires: number;
}

export function keyParts({ type, key, value, expires }: KeyRead): Parts {
  return partsOf(sha1(`${type}:`, framed(key), `${value}:${String(expires)}`));
}
