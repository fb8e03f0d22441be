import { printable } from "./printable.ts";
import { sizeText } from "./size-text.ts";

/** A database on the host, as far as it can be told from others by a person. */
export interface Candidate {
  readonly name: string;
  readonly state: string;
  /** The server's own, or where that could not be asked its image's. */
  readonly version: string | undefined;
  /** Undefined where the server could not be asked. */
  readonly sizeBytes: number | undefined;
  /** The compose project it belongs to. */
  readonly project: string | undefined;
}

/** One line for each, as a table: name, version, size of the data, compose project. */
export function candidateLines(candidates: readonly Candidate[]): string[] {
  const rows = candidates.map((candidate) => cellsOf(candidate).map(printable));
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  return rows.map((cells) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

function cellsOf({ name, state, version, sizeBytes, project }: Candidate): string[] {
  const size = state !== "running" ? state : sizeBytes === undefined ? "no answer" : sizeText(sizeBytes);
  return [name, version ?? "?", size, project === undefined ? "" : `project ${project}`];
}
