/** dbshift with a mistake in it that a person might make, and the tests that have to see it. */
export interface BrokenBuild {
  readonly what: string;
  /** The file with the mistake, from the root of the project. */
  readonly file: string;
  /** Where it is, exactly once in the file, and what stands there then. */
  readonly from: string;
  readonly to: string;
  /** Of the project `unit`: files, or folders of them. */
  readonly tests: readonly string[];
}
