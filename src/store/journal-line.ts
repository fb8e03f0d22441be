import { crc32 } from "node:zlib";
import type { JournalEntry } from "../core/journal.ts";

/** What the first line of a journal names as the checksum before it. */
export const noLine = "00000000";

export interface JournalLine {
  /** The whole line, its newline included. */
  readonly text: string;
  readonly checksum: string;
}

const seal = /,"crc":"([0-9a-f]{8})"\}$/;
const sealLength = `,"crc":"${noLine}"}`.length;

/**
 * An entry as a line. Each line carries the checksum of its own text and, as part of that text, the checksum of the
 * line before it, so that a line that was changed, dropped, doubled, moved or brought in from another journal shows.
 */
export function toLine(entry: JournalEntry, previous: string): JournalLine {
  const body = JSON.stringify({ ...entry, prev: previous }).slice(0, -1);
  const checksum = checksumOf(Buffer.from(body));
  return { text: `${body},"crc":"${checksum}"}\n`, checksum };
}

export type ReadLine =
  | {
      readonly intact: true;
      readonly fields: Record<string, unknown>;
      readonly previous: string;
      readonly checksum: string;
    }
  | { readonly intact: false; readonly why: string };

/** What a line (without its newline) holds, if its text is what was written. */
export function readLine(line: Uint8Array): ReadLine {
  const bytes = Buffer.from(line.buffer, line.byteOffset, line.byteLength);
  const checksum = seal.exec(bytes.subarray(-sealLength).toString("latin1"))?.[1];
  if (checksum === undefined) return { intact: false, why: "it does not end in a checksum" };
  const body = bytes.subarray(0, -sealLength);
  if (checksumOf(body) !== checksum) return { intact: false, why: "its checksum does not fit what it says" };
  const value = parseObject(`${body.toString("utf8")}}`);
  if (value === undefined) return { intact: false, why: "it is not a JSON object" };
  const { prev, ...fields } = value;
  if (typeof prev !== "string") return { intact: false, why: "it does not say which record it follows" };
  return { intact: true, fields, previous: prev, checksum };
}

/** A whole record with something other than a newline behind it: no interrupted write leaves that. */
export function beginsWithWholeLine(tail: Uint8Array): boolean {
  const bytes = Buffer.from(tail.buffer, tail.byteOffset, tail.byteLength);
  const start = bytes.lastIndexOf(',"crc":"');
  const end = start + sealLength;
  return start > 0 && end < bytes.length && readLine(bytes.subarray(0, end)).intact;
}

function checksumOf(bytes: Uint8Array): string {
  return crc32(bytes).toString(16).padStart(8, "0");
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value = JSON.parse(text) as unknown;
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
