const heldBefore17 = ["DELETE", "INSERT", "REFERENCES", "SELECT", "TRIGGER", "TRUNCATE", "UPDATE"];

/**
 * The target's privileges on a relation are the source's and MAINTAIN, held only by those who held every other: ALL
 * means one more from 17 on. The owner has it too, who was born with it, whatever else was revoked. Privileges are
 * written as the comparison writes them: `a=SELECT,UPDATE*, b=SELECT`.
 */
export function gainsMaintain(source: string | null, target: string | null, owner?: string | null): boolean {
  const before = holdings(source);
  const after = holdings(target);
  const gained = [...after].filter((holding) => !before.has(holding));
  return (
    gained.length > 0 &&
    [...before].every((holding) => after.has(holding)) &&
    gained.every((holding) => {
      const holder = /^(.*)=MAINTAIN$/s.exec(holding)?.[1];
      if (holder === undefined) return false;
      const isOwner = holder === owner || holder === `${String(owner)}/${String(owner)}`;
      return isOwner || heldBefore17.every((privilege) => before.has(`${holder}=${privilege}`));
    })
  );
}

/** Each privilege with its holder; the grant option and the grantor are the holder's in what they say. */
function holdings(privileges: string | null): Set<string> {
  const held = (privileges ?? "").split(", ").flatMap((item) => {
    const end = item.lastIndexOf("=");
    const holder = item.slice(0, Math.max(end, 0));
    return item
      .slice(end + 1)
      .split(",")
      .map((privilege) => {
        const [, word = privilege, mark = ""] = /^([A-Z ]+)(.*)$/.exec(privilege) ?? [];
        return `${holder}${mark}=${word}`;
      });
  });
  return new Set(held.filter((holding) => holding !== "="));
}
