import { blocker, info, warning, type Finding } from "../../core/finding.ts";
import { shellWord } from "../../core/shell-word.ts";
import type { RedisFacts } from "./facts.ts";

/** Redis says from 8 on that it has this one, which is a part of the server. */
const builtIn = "vectorset";

/** Whether this server is one whose files hold all there is, and which nobody else depends on. */
export function findingsOnServer(facts: RedisFacts, container: string): Finding[] {
  return [
    ...roleFindings(facts, container),
    ...contentFindings(facts, container),
    ...persistenceFindings(facts, container),
    ...memoryFindings(facts),
  ];
}

function roleFindings({ mode, role, replicas, sentinelClients }: RedisFacts, container: string): Finding[] {
  const found: Finding[] = [];
  if (mode === "cluster") {
    found.push(
      blocker("REDIS-CLUSTER", {
        summary: `"${container}" is a node of a cluster`,
        detail: "A node is upgraded while another one of its shard serves.",
        remedy:
          "The vendor's order: upgrade each replica, then CLUSTER FAILOVER to one of them, then upgrade what was the primary.",
      }),
    );
  }
  if (mode === "sentinel") {
    found.push(blocker("REDIS-SENTINEL", { summary: `"${container}" is a Sentinel, which holds no data` }));
  }
  if (role !== "master") {
    found.push(
      blocker("REDIS-REPLICA", {
        summary: `"${container}" is a replica`,
        detail: "What it holds is its primary's.",
        remedy:
          "The vendor's order: a replica needs no copy; start it anew on the newer image, and it fetches all from its primary.",
      }),
    );
  }
  if (replicas > 0 || sentinelClients) {
    found.push(
      blocker("REDIS-HAS-REPLICAS", {
        summary: sentinelClients
          ? `Sentinels watch over "${container}"`
          : `"${container}" has ${String(replicas)} ${replicas === 1 ? "replica" : "replicas"}`,
        detail: "They would take its stop for a failure, or stay behind with the old version.",
        remedy:
          "The vendor's order: upgrade the replicas one by one, fail over to one of them (SENTINEL FAILOVER), then upgrade what was the primary.",
      }),
    );
  }
  return found;
}

function contentFindings({ modules, functionLibraries }: RedisFacts, container: string): Finding[] {
  const found: Finding[] = [];
  const added = modules.filter((name) => name !== builtIn);
  if (added.length > 0) {
    found.push(
      blocker("REDIS-MODULES", {
        summary: `"${container}" has modules: ${added.join(", ")}`,
        detail: "What they keep only they can read, so this version cannot prove that it came along.",
      }),
    );
  }
  if (functionLibraries.length > 0) {
    const many = functionLibraries.length === 1 ? "function library" : "function libraries";
    found.push(
      info("REDIS-FUNCTIONS", {
        summary: `${String(functionLibraries.length)} ${many} will come along, and be compared`,
      }),
    );
  }
  return found;
}

function persistenceFindings({ loading, persistence }: RedisFacts, container: string): Finding[] {
  const found: Finding[] = [];
  const name = shellWord(container);
  if (loading) {
    found.push(
      blocker("REDIS-LOADING", {
        summary: `"${container}" is still reading its data`,
        remedy: "Wait for it.",
      }),
    );
  }
  if (!persistence.aof && !persistence.lastSaveOk) {
    found.push(
      blocker("REDIS-SAVE-FAILED", {
        summary: `The last time "${container}" wrote its data to disk it failed`,
        detail: "The upgrade has it written once more, and would fail in the same way.",
        remedy: `See why, mend it, and have it written:\n    docker logs --tail 20 ${name}\n    docker exec ${name} redis-cli BGSAVE`,
      }),
    );
  }
  if (persistence.aof && !persistence.lastAofWriteOk) {
    found.push(
      blocker("REDIS-AOF-FAILED", {
        summary: `"${container}" could not write to its append-only file`,
        remedy: `See why, and mend it:\n    docker logs --tail 20 ${name}`,
      }),
    );
  }
  if (!persistence.aof && persistence.save === "") {
    found.push(
      warning("REDIS-NOT-SAVED", {
        summary: `"${container}" writes nothing to disk by itself`,
        detail:
          "The upgrade has it write everything down before it ends, and the target reads that. Afterwards it is as before: what is not saved is gone when a container stops.",
      }),
    );
  }
  return found;
}

function memoryFindings({ memory }: RedisFacts): Finding[] {
  if (memory.limit === 0 || memory.used < memory.limit * 0.9) return [];
  return [
    warning("REDIS-MEMORY", {
      summary: "The server uses more than nine tenths of its maxmemory",
      detail: `A newer version needs a little more or less for the same data. With the policy ${memory.policy} ${
        memory.policy === "noeviction"
          ? "writes could be refused"
          : "keys could be evicted, and the upgrade goes back"
      }.`,
    }),
  ];
}
