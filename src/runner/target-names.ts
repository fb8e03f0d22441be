import type { PlannedTarget } from "../core/plan.ts";

/**
 * What a run calls what it makes and keeps. A volume that an earlier upgrade named does not get one suffix more. Names in
 * Docker have no colon, which a major of another product has.
 */
export function targetNames(
  container: string,
  volume: string,
  { suffix, major }: { readonly suffix: string; readonly major: string },
): Pick<PlannedTarget, "volume" | "keptSource" | "setAsideTarget"> {
  const number = major.split(":").at(-1) ?? major;
  const earlier = new RegExp(String.raw`-${suffix.slice(0, -number.length)}\d[\d.]*(-a\d+)?$`);
  return {
    volume: `${volume.replace(earlier, "")}-${suffix}`,
    keptSource: `${container}.pre${major.includes(":") ? `-${suffix}` : major}`,
    setAsideTarget: `${container}.${suffix}`,
  };
}
