import type { Engine } from "../../ports/engine.ts";
import type { Container, Image } from "../../ports/runtime.ts";
import { answers } from "./answers.ts";
import { clusterSearch } from "./cluster-search.ts";
import { endSessions } from "./end-sessions.ts";
import { postgresFacts } from "./facts.ts";
import { fillFromCopy } from "./fill-from-copy.ts";
import { look, observe } from "./look.ts";
import type { AskPassword } from "./passwords.ts";
import { recall } from "./recall.ts";
import { targetImage } from "./target-image.ts";
import { targetPlace } from "./target-place.ts";
import { verifyServing } from "./verify-serving.ts";
import { compareMajors, majorOf, nextMajor } from "./version.ts";

const repositories = /^(postgres|postgresql|postgis|pgvector|timescaledb(-ha)?)$/;

/** PostgreSQL. @param options.ask where a person can be asked for a password */
export function postgresEngine(options: { readonly ask?: AskPassword | undefined } = {}): Engine {
  return {
    id: "postgres",
    title: "PostgreSQL",
    port: 5432,
    defaultPlaybook: "postgres-dump",
    // Fast shutdown; SIGTERM would wait for every client. https://www.postgresql.org/docs/current/server-shutdown.html
    stopSignal: "SIGINT",
    majorOf,
    compareMajors,
    nextMajor,
    clusterSearch,
    majorOfImage: ({ environment }) => majorOf(environment.get("PG_MAJOR") ?? ""),
    suffix: (major) => `pg${major}`,
    recognises,
    targetImage,
    placeOf: targetPlace,
    look: (runtime, container) => look(runtime, container, options),
    recall: (runtime, plan) => recall(runtime, plan, options.ask),
    fillFromCopy,
    clientFor: (copy) => ["psql", "-U", postgresFacts.parse(copy.facts).bootstrapRole.name, "-d", "postgres"],
    answers,
    observe: (runtime, containerId) => observe(runtime, containerId),
    endSessions,
    verify: (request) => verifyServing(request, options.ask),
  };
}

function recognises(container: Container, image: Image | undefined): boolean {
  const told = ["PG_MAJOR", "PGDATA"].some(
    (name) => container.environment.has(name) || image?.environment.has(name),
  );
  return told || repositories.test(repositoryOf(container.image));
}

/** The last word of an image's name, without tag and digest. */
function repositoryOf(reference: string): string {
  const [name = ""] = reference.split("@");
  return (name.split("/").at(-1) ?? "").replace(/:.*$/, "");
}
