const form = /^(?:(redis|valkey):)?(\d+)(?:\.\d+)*(?:-[\w.-]+)?$/;

/** `7.2.4`, `redis:7`, `7.2-alpine` → `7`; `valkey:8.1` → `valkey:8`. */
export function majorOf(version: string): string | undefined {
  const [, product, number] = form.exec(version) ?? [];
  if (number === undefined) return undefined;
  return product === "valkey" ? `valkey:${number}` : number;
}

export const isValkey = (major: string): boolean => major.startsWith("valkey:");

/** Of Redis `7`, of Valkey `valkey:8`. */
export function majorOfServer({
  product,
  version,
}: {
  readonly product: string;
  readonly version: string;
}): string | undefined {
  return majorOf(product === "valkey" ? `valkey:${version}` : version);
}

const numberOf = (major: string): number => Number(major.split(":").at(-1));

/** Valkey began as a Redis, and goes on from there: every version of it counts as later. */
export function compareMajors(a: string, b: string): number {
  return Number(isValkey(a)) - Number(isValkey(b)) || numberOf(a) - numberOf(b);
}

export function nextMajor(major: string): string {
  const next = String(numberOf(major) + 1);
  return isValkey(major) ? `valkey:${next}` : next;
}

/** For people: `Redis 7`, `Valkey 8`. */
export const titleOf = (major: string): string =>
  isValkey(major) ? `Valkey ${String(numberOf(major))}` : `Redis ${major}`;
