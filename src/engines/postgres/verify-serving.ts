import { z } from "zod";
import { Refused } from "../../core/errors.ts";
import { blocker } from "../../core/finding.ts";
import type { FingerprintCompared, FingerprintRequest } from "../../ports/engine.ts";
import { changesSince } from "./compare/changes-since.ts";
import {
  fingerprint,
  measures,
  type FingerprintWish,
  type Group,
  type OpenOne,
} from "./compare/fingerprint.ts";
import { fingerprintGroups } from "./compare/fingerprint-file.ts";
import type { AskPassword } from "./passwords.ts";
import { fingerprintSource, fingerprintTarget } from "./steps/take-fingerprint.ts";
import { enter, enterAgain } from "./ways-in.ts";

/** Compares the server that has the source's name now with what the run wrote down of it behind the fence. */
export async function verifyServing(
  request: FingerprintRequest,
  ask: AskPassword | undefined,
): Promise<FingerprintCompared | undefined> {
  const source = keptBy(request, fingerprintSource);
  const target = keptBy(request, fingerprintTarget);
  if (source === undefined) return undefined;
  const { identity, open } = await serving(request, ask);
  const { content } = source;
  const rows = { content, jobs: request.jobs };
  const now = (wish: Pick<FingerprintWish, "catalogs" | "rows">): AsyncIterable<Group> =>
    fingerprint(open, { entry: "template1", opened: [], signal: request.signal, ...wish });
  if (identity === source.identity) {
    return { side: "source", content, ...(await changesSince(source.groups, now({ catalogs: true, rows }))) };
  }
  if (identity !== target?.identity) throw otherServer(request.container.name, identity);
  const catalogs = await changesSince(target.groups, now({ catalogs: true, rows: undefined }));
  const counts = await changesSince(onlyMeasured(source.groups), now({ catalogs: false, rows }));
  return {
    ...catalogs,
    side: "target",
    content,
    named: [...catalogs.named, ...counts.named],
    count: catalogs.count + counts.count,
  };
}

interface Kept {
  /** The system identifier of the server it was taken of. */
  readonly identity: string;
  readonly content: boolean;
  readonly groups: AsyncIterable<Group>;
}

function keptBy(
  { files, outputOf }: FingerprintRequest,
  { id, output }: typeof fingerprintSource,
): Kept | undefined {
  const found = outputOf(id);
  if (found === undefined) return undefined;
  const { identity, file, sha256, content } = output.parse(found);
  return { identity, content, groups: fingerprintGroups(files.read(file, sha256)) };
}

/** Which server it is, and the way into each of its databases. */
async function serving(
  { runtime, container, signal }: FingerprintRequest,
  ask: AskPassword | undefined,
): Promise<{ identity: string; open: OpenOne }> {
  const entrance = await enter(runtime, container, { ask });
  if (!("session" in entrance)) throw Refused.because(entrance);
  const { session, login } = entrance;
  try {
    const { identity } = await session.row(
      z.object({ identity: z.string() }),
      "select system_identifier::text as identity from pg_control_system()",
    );
    return {
      identity,
      open: (database) => enterAgain(runtime, container, login, { database, application: "verify", signal }),
    };
  } finally {
    await session.end();
  }
}

async function* onlyMeasured(groups: AsyncIterable<Group>): AsyncGenerator<Group> {
  for await (const group of groups) {
    if (measures.includes(group.of)) yield group;
  }
}

function otherServer(name: string, identity: string): Refused {
  return Refused.because([
    blocker("OTHER-SIDE-SERVES", {
      summary: `Container "${name}" is neither side of this run`,
      detail: `It says it is ${identity}: a cluster this run did not make, and did not begin with.`,
      remedy: `Find out which container holds the data now:\n    docker ps --all --filter name=${name}`,
    }),
  ]);
}
