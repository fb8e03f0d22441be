import { StepError } from "../../core/errors.ts";
import type { ReadContext } from "../../playbook/context.ts";
import { onPrivate } from "./private-server.ts";
import { readInfo } from "./read-info.ts";
import { settingOf } from "./setting-of.ts";

const pollMilliseconds = 100;

/** Where an append-only file of many parts is, in the server's own directory, and what it is called. */
export interface PlainAof {
  readonly directory: string;
  readonly name: string;
}

/**
 * Has a private server of the source's version write its data down once more, as the commands that make them: the one form
 * that every server of either product reads. Returns when all of it is on disk.
 */
export function writePlainAof(ctx: ReadContext, containerId: string): Promise<PlainAof> {
  return onPrivate(ctx, containerId, async (session) => {
    await session.bytes("CONFIG", "SET", "aof-use-rdb-preamble", "no");
    const appends = (await settingOf(session, "appendonly")) === "yes";
    if (appends) await session.bytes("BGREWRITEAOF");
    else await session.bytes("CONFIG", "SET", "appendonly", "yes");
    for (;;) {
      ctx.signal.throwIfAborted();
      const info = await readInfo(session);
      const at = (name: string): string => info.get(name) ?? "";
      const busy = at("aof_rewrite_in_progress") !== "0" || at("aof_rewrite_scheduled") !== "0";
      if (!busy && at("aof_enabled") === "1") {
        if (at("aof_last_bgrewrite_status") === "ok" && at("aof_last_write_status") === "ok") break;
        throw new StepError({ summary: "The source's version could not write its data down as commands" });
      }
      await ctx.clock.sleep(pollMilliseconds, ctx.signal);
    }
    return {
      directory: await settingOf(session, "appenddirname"),
      name: await settingOf(session, "appendfilename"),
    };
  });
}
