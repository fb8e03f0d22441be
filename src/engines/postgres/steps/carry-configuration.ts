import { createHash } from "node:crypto";
import { z } from "zod";
import { StepError } from "../../../core/errors.ts";
import { defineCompensable } from "../../../playbook/define-step.ts";
import type { WriteContext } from "../../../playbook/context.ts";
import { assertSettingsCarried } from "../assert-settings-carried.ts";
import { factsOf } from "../facts-of.ts";
import { carriedRules, gateRules } from "../gate.ts";
import { awaitPrivate, onPrivate } from "../private-server.ts";
import { renderAutoSettings, renderMainSettings, withoutSettings } from "../render-settings.ts";
import type { Session } from "../session.ts";
import { digestOfSettings, readFileSettings, settingsToCarry } from "../settings.ts";
import { onServer } from "../user-server.ts";
import { initialiseTarget } from "./initialise-target.ts";
import { startFencedSource } from "./start-fenced-source.ts";
import { startHiddenTarget } from "./start-hidden-target.ts";

const nameRow = z.object({ name: z.string() });

const bytesRow = z.object({ base64: z.string() });

/** Read through the server, by its own path, byte by byte: as text it would be taken for the server's encoding. */
export async function readConfigurationFile(session: Session, path: string): Promise<Buffer> {
  const sql = "select encode(pg_read_binary_file($1), 'base64') as base64";
  return Buffer.from((await session.row(bytesRow, sql, [path])).base64, "base64");
}

export const sha256 = (content: string | Buffer): string =>
  createHash("sha256").update(content).digest("hex");

/**
 * Carries what lives in files and in no dump: settings by difference, as their user wrote them, and the access rules as
 * they are, byte by byte. The rules wait beside the gate; the server is restarted on the result, so that whatever it
 * does not take is found while the source still serves.
 */
export const carryConfiguration = defineCompensable({
  id: "postgres/carry-configuration",
  title: "Carry settings and access rules",
  reads: [initialiseTarget, startHiddenTarget],
  mayRead: [startFencedSource],
  seconds: 900,
  redoWhenInDoubt: true,
  /** Digests of what was carried: at the fence they have to be the same still. */
  output: z.strictObject({ settings: z.string(), rules: z.string(), mappings: z.string() }),
  probe: () => Promise.resolve({ state: "absent" }),
  async apply(ctx) {
    const { containerId } = ctx.outputOf(startHiddenTarget);
    const { hbaFile, identFile } = factsOf(ctx.plan);
    const source = await onSource(ctx, async (session) => ({
      settings: await readFileSettings(session),
      rules: await readConfigurationFile(session, hbaFile),
      mappings: await readConfigurationFile(session, identFile),
    }));
    await onPrivate(ctx, containerId, "template1", (session) =>
      carrySettings(ctx, containerId, session, source.settings),
    );
    const at = (name: string): string => `${ctx.outputOf(initialiseTarget).dataDirectory}/${name}`;
    await ctx.runtime.replaceFile(containerId, at("pg_ident.conf"), source.mappings);
    await ctx.runtime.replaceFile(containerId, at(carriedRules), source.rules);
    await onPrivate(ctx, containerId, "template1", async (session) => {
      // The view reads the file anew; the running server keeps the rules it has until it is told to reload.
      await ctx.runtime.replaceFile(containerId, at("pg_hba.conf"), source.rules);
      await assertRulesAreTaken(session);
      await ctx.runtime.replaceFile(containerId, at("pg_hba.conf"), gateRules);
    });
    await ctx.runtime.stop(containerId, 600, ctx.engine.stopSignal);
    await ctx.runtime.start(containerId);
    await awaitPrivate(ctx, containerId);
    await onPrivate(ctx, containerId, "template1", (session) =>
      assertSettingsCarried(session, source.settings),
    );
    return {
      settings: digestOfSettings(source.settings),
      rules: sha256(source.rules),
      mappings: sha256(source.mappings),
    };
  },
  /** The files go with the volume. */
  compensate: () => Promise.resolve(),
});

/** The source as it serves or, in an attempt after the fence was closed, as it stands behind the fence. */
function onSource<T>(ctx: WriteContext, work: (session: Session) => Promise<T>): Promise<T> {
  const fenced = ctx.findOutputOf(startFencedSource);
  return fenced === undefined
    ? onServer(ctx, ctx.plan.source.containerId, undefined, work)
    : onPrivate(ctx, fenced.containerId, "template1", work);
}

type Settings = Awaited<ReturnType<typeof readFileSettings>>;

async function carrySettings(
  ctx: WriteContext,
  containerId: string,
  session: Session,
  source: Settings,
): Promise<void> {
  const { dataDirectory } = ctx.outputOf(initialiseTarget);
  const fresh = await readFileSettings(session);
  const known = await session.rows(nameRow, "select name from pg_settings");
  const carried = settingsToCarry(source, fresh, new Set(known.map(({ name }) => name)));
  if (carried.unknown.length > 0) {
    throw new StepError({
      summary: `PostgreSQL ${ctx.plan.to} does not know the setting ${carried.unknown.join(", ")}`,
    });
  }
  const main = `${dataDirectory}/postgresql.conf`;
  const heading = `\n# Carried over from PostgreSQL ${ctx.plan.from} by dbshift.\n`;
  if (carried.main.length + carried.onlyInTarget.length > 0) {
    const before = withoutSettings(
      (await readConfigurationFile(session, main)).toString("utf8"),
      carried.onlyInTarget,
    );
    await ctx.runtime.replaceFile(containerId, main, before + heading + renderMainSettings(carried.main));
  }
  if (carried.auto.length > 0) {
    await ctx.runtime.replaceFile(
      containerId,
      `${dataDirectory}/postgresql.auto.conf`,
      renderAutoSettings(carried.auto),
    );
  }
  const count = carried.main.length + carried.auto.length;
  ctx.note(`carried ${String(count)} ${count === 1 ? "setting" : "settings"}`);
}

const errorRow = z.object({ line: z.number(), error: z.string() });

async function assertRulesAreTaken(session: Session): Promise<void> {
  const errors = await session.rows(
    errorRow,
    "select line_number as line, error from pg_hba_file_rules where error is not null order by line_number",
  );
  if (errors.length === 0) return;
  throw new StepError({
    summary: "The target does not take the source's pg_hba.conf",
    detail: errors.map(({ line, error }) => `Line ${String(line)}: ${error}`),
  });
}
