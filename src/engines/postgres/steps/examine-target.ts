import { z } from "zod";
import { StepError } from "../../../core/errors.ts";
import { defineCompensable } from "../../../playbook/define-step.ts";
import { createTarget } from "../../../steps/create-target.ts";
import { gateRules } from "../gate.ts";
import { identityOn, onPrivate } from "../private-server.ts";
import { nextTransaction } from "../witness.ts";
import { initialiseTarget } from "./initialise-target.ts";
import { readConfigurationFile } from "./carry-configuration.ts";
import { startHiddenTarget } from "./start-hidden-target.ts";

const settingRow = z.object({ name: z.string(), value: z.string() });

/**
 * The last look before clients come: the server in the final container is the one that was filled and verified, its gate
 * is closed, and it works as its user set it up rather than as we did. What it says now is the exact state at the
 * switch; a rollback later is measured against it.
 */
export const examineTarget = defineCompensable({
  id: "postgres/examine-target",
  title: "Examine the target behind its gate",
  reads: [createTarget, initialiseTarget, startHiddenTarget],
  seconds: 300,
  output: z.strictObject({ nextTransaction: z.string() }),
  probe: () => Promise.resolve({ state: "absent" }),
  async apply(ctx) {
    const { containerId } = ctx.outputOf(createTarget);
    const { dataDirectory } = ctx.outputOf(initialiseTarget);
    return onPrivate(ctx, containerId, "template1", async (session) => {
      if ((await identityOn(ctx, containerId, session)) !== ctx.outputOf(startHiddenTarget).identity) {
        throw new StepError({ summary: "The server under the source's name is not the one that was filled" });
      }
      const rules = await readConfigurationFile(session, `${dataDirectory}/pg_hba.conf`);
      if (rules.toString("utf8") !== gateRules) {
        throw new StepError({ summary: "The gate of the target is not closed" });
      }
      const left = await session.rows(settingRow, privateSettingsSql);
      if (left.length > 0) {
        const named = left.map(({ name, value }) => `${name} = ${value}`);
        throw new StepError({ summary: "The target still works with settings of ours", detail: named });
      }
      return { nextTransaction: await nextTransaction(session) };
    });
  },
  compensate: () => Promise.resolve(),
});

/** Settings that a private server alone is given, should one of them have come this far by the command line. */
const privateSettingsSql = `
  select name, setting as value from pg_settings
   where source = 'command line' and (name, setting) in (('restart_after_crash', 'off'), ('full_page_writes', 'off'))`;
