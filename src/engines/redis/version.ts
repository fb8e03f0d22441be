const form = /^(\d+)(?:\.\d+)*(?:-[\w.-]+)?$/;

/** `7.2.4`, `7`, `7.2-alpine` → `7` */
export function majorOf(version: string): string | undefined {
  return form.exec(version)?.[1];
}

export const compareMajors = (a: string, b: string): number => Number(a) - Number(b);

export const nextMajor = (major: string): string => String(Number(major) + 1);
