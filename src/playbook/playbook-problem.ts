/** What is wrong with a playbook's text, and where: lines and columns count from 1. */
export interface PlaybookProblem {
  readonly line: number;
  readonly column: number;
  /** A sentence. */
  readonly text: string;
}
