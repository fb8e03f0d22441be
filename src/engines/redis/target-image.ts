/** `registry:5000/x/redis` and its tag; the port of a registry is no tag. */
const tagged = /^((?:[^/]+\/)*[^/:@]+):([^/:@]+)$/;
const versioned = /^\d+(?:\.\d+)*(-[A-Za-z0-9_.-]+)?$/;
const wanted = /^(?:(redis|valkey):)?(.+)$/;
const official = /^(?:docker\.io\/)?(?:library\/)?redis$/;

/**
 * The same repository and variant at another version: `x/redis:7.2-alpine` → `x/redis:8-alpine`. Of the other product
 * only where both are known, and that is the official ones: `redis:7.2-alpine` → `valkey/valkey:8-alpine`.
 */
export function targetImage(sourceImage: string, to: string): string | undefined {
  const [, repository = "", text = ""] = tagged.exec(sourceImage) ?? [];
  const tag = versioned.exec(text);
  const [, product = "redis", version = ""] = wanted.exec(to) ?? [];
  if (repository === "" || tag === null) return undefined;
  const fitting = repository.endsWith(product) ? repository : otherProduct(repository, product);
  return fitting === undefined ? undefined : `${fitting}:${version}${tag[1] ?? ""}`;
}

function otherProduct(repository: string, product: string): string | undefined {
  if (product === "valkey") return official.test(repository) ? "valkey/valkey" : undefined;
  // A repository of another name: whatever it has, it has it for each version.
  return repository.endsWith("valkey") ? undefined : repository;
}
