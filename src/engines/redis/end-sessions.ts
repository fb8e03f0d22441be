import { z } from "zod";
import type { StraySessions } from "../../ports/engine.ts";
import { factsOf } from "./facts-of.ts";
import { NotConnected } from "./not-connected.ts";
import { ServerError } from "./server-error.ts";
import { enterAgain } from "./ways-in.ts";

/** Ends what other processes of a run have open in a server. A killed connection is gone when the server says so. */
export async function endSessions({ runtime, container, plan, run, signal }: StraySessions): Promise<void> {
  const { login } = factsOf(plan);
  const options = { answeredFor: plan.source.container, application: `${run}-ends-others`, signal };
  const session = await enterAgain(runtime, container, login, options).catch((error: unknown) => {
    if (error instanceof NotConnected || error instanceof ServerError) return undefined;
    throw error;
  });
  if (session === undefined) return;
  try {
    const clients = await session.ask(z.string(), "CLIENT", "LIST");
    for (const line of clients.split("\n")) {
      const [, id] = /^id=(\d+) /.exec(line) ?? [];
      const ours = line.includes(` name=dbshift/${run} `);
      if (id !== undefined && ours) await session.bytes("CLIENT", "KILL", "ID", id);
    }
  } finally {
    await session.end();
  }
}
