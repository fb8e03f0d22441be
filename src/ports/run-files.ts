/** Files that belong to a run, beside its journal, for their owner alone. What is in them is not in the journal. */
export interface RunFiles {
  /** There whole or not at all, in the place of one of that name, and on disk when this returns. */
  write(name: string, lines: AsyncIterable<string>): Promise<{ readonly sha256: string }>;
  /**
   * The lines of a file that was written with this digest. Nothing is given before all of it was seen to fit.
   *
   * @throws StepError where the file is not there, or is another one
   */
  read(name: string, sha256: string): AsyncIterable<string>;
}
