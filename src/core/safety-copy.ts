import type { Json } from "./plan.ts";

/** What a file with a copy of a database holds, and what is needed to start a server on it. Holds no secrets. */
export interface SafetyCopy {
  readonly format: 1;
  /** SQL for the whole cluster, or every file of its volume. Both are compressed with gzip. */
  readonly kind: "dump" | "volume";
  readonly tool: string;
  readonly run: string;
  readonly createdAt: string;
  readonly engine: string;
  /** The container it was taken from, and what tells its data from any other. */
  readonly container: string;
  readonly identity: string;
  readonly version: string;
  /** What it is known to start on: for a volume the image that wrote it, for a dump the one it was restored into. */
  readonly image: string;
  readonly major: string;
  /** Where a container of that image has its volume, and its data in it. */
  readonly mountAt: string;
  readonly dataDirectory: string;
  readonly file: SizedFile;
  /** What comes out of it when it is decompressed. */
  readonly content: SizedFile;
  /** Facts only the engine understands. */
  readonly facts: Json;
}

export interface SizedFile {
  readonly sha256: string;
  readonly bytes: number;
}

/** Beside every copy; a file without one is not finished, or none of ours. */
export const manifestSuffix = ".json";
