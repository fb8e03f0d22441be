/** Whether a person can be asked: there is a terminal on both sides, and nothing says that it is a machine's. */
export function isInteractive({ json }: { readonly json: boolean }): boolean {
  return !json && process.stdin.isTTY && process.stderr.isTTY && !isContinuousIntegration(process.env);
}

/** CI services give their jobs terminals too. */
export function isContinuousIntegration(environment: NodeJS.ProcessEnv): boolean {
  const value = environment["CI"] ?? "";
  return value !== "" && value !== "false" && value !== "0";
}
