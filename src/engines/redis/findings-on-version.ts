import { blocker, warning, type Finding } from "../../core/finding.ts";
import type { Plan } from "../../core/plan.ts";
import { shellWord } from "../../core/shell-word.ts";
import type { RedisFacts } from "./facts.ts";
import { readsFiles } from "./reads-files.ts";
import { compareMajors, majorOfServer, titleOf } from "./version.ts";

type Versions = Pick<Plan, "from" | "to" | "steps"> & {
  readonly source: Pick<Plan["source"], "container" | "image">;
};

const oldest = "6";

/** What a playbook has that hands the data over in a form that every version reads. */
export const converting = "redis/convert-data";

export function findingsOnVersion({ from, to, source, steps }: Versions, facts: RedisFacts): Finding[] {
  const { product, version, users } = facts;
  const { container } = source;
  if (product === "other") {
    return [blocker("REDIS-OTHER-PRODUCT", { summary: `"${container}" is neither Redis nor Valkey` })];
  }
  const major = majorOfServer(facts);
  if (major === undefined || compareMajors(major, oldest) < 0) {
    return [
      blocker("REDIS-TOO-OLD", {
        summary: `"${container}" runs Redis ${version}; dbshift upgrades from ${oldest} on`,
      }),
    ];
  }
  if (major !== from) {
    return [
      blocker("REDIS-OTHER-VERSION", {
        summary: `"${container}" runs ${titleOf(major)}, version ${version}, not ${from}`,
        remedy: `Name the version it has: dbshift redis ${major}..${to} ${shellWord(container)}`,
      }),
    ];
  }
  const order = compareMajors(to, major);
  if (order < 0) {
    return [
      blocker("REDIS-DOWNGRADE", {
        summary: `${titleOf(major)} to ${titleOf(to)} is a downgrade, for which there is no way`,
        detail: "An older server does not read a newer one's files.",
      }),
    ];
  }
  if (order === 0) {
    return [
      blocker("REDIS-SAME-MAJOR", {
        summary: `"${container}" runs ${titleOf(major)} already`,
        detail: "A minor update keeps the files as they are and needs no dbshift.",
        remedy: `Pull the newer image and create the container again on the same volume:\n    docker pull ${shellWord(source.image)}`,
      }),
    ];
  }
  if (!readsFiles(to, facts) && !steps.some(({ use }) => use === converting)) {
    return [
      blocker("REDIS-FILES-UNREADABLE", {
        summary: `${titleOf(to)} does not read the files of Redis ${version}`,
        remedy:
          "Leave --strategy and --playbook out: the playbook redis-to-valkey hands the data over in another form.",
      }),
    ];
  }
  return channelFindings(from, users);
}

/** https://redis.io/docs/latest/operate/oss_and_stack/management/security/acl/ (acl-pubsub-default) */
function channelFindings(from: string, users: RedisFacts["users"]): Finding[] {
  const without = users.filter(({ name, channels }) => name !== "default" && !channels);
  if (from !== "6" || without.length === 0) return [];
  return [
    warning("REDIS-CHANNELS", {
      summary: "From Redis 7 on, and in Valkey, a user may use only the channels it was given",
      detail: `No channels are given to: ${without.map(({ name }) => `"${name}"`).join(", ")}.`,
      remedy:
        "Give each of them channels (&*) with ACL SETUSER and keep it, or set acl-pubsub-default allchannels.",
    }),
  ];
}
