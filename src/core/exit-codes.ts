/**
 * The exit codes of dbshift, as the README documents them. Scripts decide by them which database serves, so a
 * code never changes its meaning.
 */
export const exitCodes = {
  done: 0,
  unexpected: 1,
  usage: 2,
  refused: 3,
  rolledBack: 4,
  personNeeded: 5,
  gate: 6,
  difference: 7,
  dockerUnreachable: 69,
  leaseHeld: 75,
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
