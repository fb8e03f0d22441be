import { UsageError } from "../../core/errors.ts";
import type { Plan } from "../../core/plan.ts";
import type { RuntimeReader } from "../../ports/runtime.ts";
import { factsOf } from "./facts-of.ts";
import { askedPassword, forgetAnswer, type AskPassword } from "./passwords.ts";
import { enter } from "./ways-in.ts";

/**
 * Asks again for the password a person typed when the plan was made; it was kept in that process's memory alone.
 *
 * @throws UsageError where nobody can be asked, or it is not let in
 */
export async function recall(
  runtime: RuntimeReader,
  plan: Plan,
  ask: AskPassword | undefined,
): Promise<void> {
  if (factsOf(plan).login.way !== "person") return;
  const name = plan.source.container;
  if ((await askedPassword(name, ask)) === undefined) {
    throw new UsageError({
      summary: `The password of "${name}" was typed by a person, and nobody can be asked for it here`,
      detail: ["It is kept nowhere. Nothing was changed."],
      next: ["dbshift status"],
    });
  }
  const container = await runtime.findContainer(name);
  if (container?.state !== "running") return;
  const entrance = await enter(runtime, container, { seconds: 5 });
  if ("session" in entrance) {
    await entrance.session.end();
    return;
  }
  if (!entrance.some(({ code }) => code === "REDIS-NO-LOGIN")) return;
  forgetAnswer(name);
  throw new UsageError({
    summary: `With that password nobody can log in to ${name}`,
    detail: ["Nothing was changed."],
  });
}
