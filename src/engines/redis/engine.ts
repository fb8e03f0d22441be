import { StepError } from "../../core/errors.ts";
import type { Engine } from "../../ports/engine.ts";
import type { Container, Image } from "../../ports/runtime.ts";
import { clusterSearch } from "./cluster-search.ts";
import { endSessions } from "./end-sessions.ts";
import { look } from "./look.ts";
import { observe } from "./observe.ts";
import type { AskPassword } from "./passwords.ts";
import { placeOn } from "./place-on.ts";
import { recall } from "./recall.ts";
import { stopServer } from "./stop-server.ts";
import { targetImage } from "./target-image.ts";
import { verifyServing } from "./verify-serving.ts";
import { compareMajors, isValkey, majorOf, nextMajor } from "./version.ts";

const repositories = /^(redis|valkey)$/;

/** Redis. @param options.ask where a person can be asked for a password */
export function redisEngine(options: { readonly ask?: AskPassword | undefined } = {}): Engine {
  return {
    id: "redis",
    title: "Redis",
    port: 6379,
    defaultPlaybook: "redis-copy",
    playbookFor: ({ from, to }) => (isAcross(from, to) ? "redis-to-valkey" : undefined),
    stopSignal: "SIGTERM",
    stop: stopServer,
    majorOf,
    compareMajors,
    nextMajor,
    clusterSearch,
    majorOfImage: ({ environment }) =>
      majorOf(environment.get("REDIS_VERSION") ?? `valkey:${environment.get("VALKEY_VERSION") ?? ""}`),
    suffix: (major) => (isValkey(major) ? major.replace(":", "") : `redis${major}`),
    recognises,
    targetImage,
    placeOf: (source, _sourceImage, target, mountedAt) => placeOn(source, target, mountedAt),
    look: (runtime, container) => look(runtime, container, options),
    recall: (runtime, plan) => recall(runtime, plan, options.ask),
    fillFromCopy: () =>
      Promise.reject(new StepError({ summary: "No copy of a Redis database is ever kept outside Docker" })),
    clientFor: () => ["redis-cli"],
    answers: observe,
    observe,
    endSessions,
    verify: (request) => verifyServing(request, options.ask),
  };
}

const isAcross = (from: string | undefined, to: string): boolean => isValkey(to) && !isValkey(from ?? "");

function recognises(container: Container, image: Image | undefined): boolean {
  const told = ["REDIS_VERSION", "VALKEY_VERSION"].some((name) => image?.environment.has(name) === true);
  return told || repositories.test(repositoryOf(container.image));
}

/** The last word of an image's name, without tag and digest. */
function repositoryOf(reference: string): string {
  const [name = ""] = reference.split("@");
  return (name.split("/").at(-1) ?? "").replace(/:.*$/, "");
}
