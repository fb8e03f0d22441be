const modern = /^([1-9]\d)(?:(?:beta|rc)\d+|devel|(?:\.\d+)*)(?:-[\w.-]+)?$/;
const early = /^([789]\.\d{1,2})(?:(?:beta|rc)\d+|(?:\.\d+)*)(?:-[\w.-]+)?$/;

/** `15.4`, `16beta1`, `15.8-alpine` → `15`, `16`, `15`; before 10 the first two numbers: `9.6.24` → `9.6`. */
export function majorOf(version: string): string | undefined {
  return modern.exec(version)?.[1] ?? early.exec(version)?.[1];
}

export function compareMajors(a: string, b: string): number {
  const [x = 0, xMinor = 0] = a.split(".").map(Number);
  const [y = 0, yMinor = 0] = b.split(".").map(Number);
  return x - y || xMinor - yMinor;
}

/** From server_version_num: 150014 → `15`, 90624 → `9.6`. */
export function majorOfNumber(versionNumber: number): string {
  const first = Math.floor(versionNumber / 10_000);
  return first >= 10 ? String(first) : `${String(first)}.${String(Math.floor(versionNumber / 100) % 100)}`;
}

/** `15` → `16`; what came after 9.6 is 10. */
export function nextMajor(major: string): string {
  return major.includes(".") ? "10" : String(Number(major) + 1);
}
