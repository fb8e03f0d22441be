import { isContinuousIntegration } from "../interactive.ts";
import { PlainView } from "./plain-view.ts";
import type { RunView, ViewWish } from "./run-view.ts";

/** A moving picture for a person at a terminal, one line per change for everyone else. */
export async function openView(wish: ViewWish): Promise<RunView> {
  if (wish.quiet) return { emit: () => undefined, end: async () => undefined };
  if (!canDraw(process.stderr, process.env)) {
    return new PlainView(wish.playbook, (line) => process.stderr.write(`${line}\n`));
  }
  const { ListrView } = await import("./listr-view.ts");
  return new ListrView(wish);
}

/** CI services and editors give terminals that no person looks at, or that cannot be drawn on. */
export function canDraw(
  stream: { readonly isTTY?: boolean; readonly columns?: number },
  environment: NodeJS.ProcessEnv,
): boolean {
  if (stream.isTTY !== true || environment["TERM"] === "dumb" || isContinuousIntegration(environment)) {
    return false;
  }
  return (stream.columns ?? 0) >= 40;
}
