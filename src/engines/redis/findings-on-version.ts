import { blocker, warning, type Finding } from "../../core/finding.ts";
import type { Plan } from "../../core/plan.ts";
import { shellWord } from "../../core/shell-word.ts";
import type { RedisFacts } from "./facts.ts";
import { compareMajors, majorOf } from "./version.ts";

type Versions = Pick<Plan, "from" | "to"> & {
  readonly source: Pick<Plan["source"], "container" | "image">;
};

const oldest = "6";

export function findingsOnVersion({ from, to, source }: Versions, facts: RedisFacts): Finding[] {
  const { product, version, users } = facts;
  const { container } = source;
  if (product !== "redis") {
    const is = product === "valkey" ? `Valkey ${version}` : "neither Redis nor Valkey";
    return [
      blocker("REDIS-OTHER-PRODUCT", {
        summary: `"${container}" is ${is}; this version of dbshift upgrades Redis`,
      }),
    ];
  }
  const major = majorOf(version);
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
        summary: `"${container}" runs Redis ${version}, not ${from}`,
        remedy: `Name the version it has: dbshift redis ${major}..${to} ${shellWord(container)}`,
      }),
    ];
  }
  const order = compareMajors(to, major);
  if (order < 0) {
    return [
      blocker("REDIS-DOWNGRADE", {
        summary: `${major} to ${to} is a downgrade, which Redis has no way for`,
        detail: "An older server does not read a newer one's files.",
      }),
    ];
  }
  if (order === 0) {
    return [
      blocker("REDIS-SAME-MAJOR", {
        summary: `"${container}" runs Redis ${major} already`,
        detail: "A minor update keeps the files as they are and needs no dbshift.",
        remedy: `Pull the newer image and create the container again on the same volume:\n    docker pull ${shellWord(source.image)}`,
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
      summary: "From 7 on a user may use only the channels it was given",
      detail: `No channels are given to: ${without.map(({ name }) => `"${name}"`).join(", ")}.`,
      remedy:
        "Give each of them channels (&*) with ACL SETUSER and keep it, or set acl-pubsub-default allchannels.",
    }),
  ];
}
