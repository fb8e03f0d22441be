import { roleName } from "../sql/names.ts";
import { privileges } from "../sql/privileges.ts";
import type { Holder } from "./holder.ts";
import { hashOf, seeds } from "./row-hash.ts";

const pageSize = 2048;
const zeros = `decode(repeat('00', ${String(pageSize)}), 'hex')`;

/** A page that is not there, or is shorter than it may be, reads as zeros; a dump writes them out. */
const page = `substring(p.data || ${zeros} from 1 for ${String(pageSize)})`;

const sum = (seed: number): string =>
  `coalesce(sum(${hashOf(`p.pageno || ':' || encode(${page}, 'hex')`, seed)}) filter (where ${page} <> ${zeros}), 0)`;

/** Grantors are left out: servers before 16 did not keep them straight. */
const privilegesOf = privileges(
  { acl: "m.lomacl", type: "L", owner: "m.lomowner" },
  { server: 0, common: 0 },
);

/** Large objects as rows: which one, whose, how long, and sums over its bytes, page by page. */
export const largeObjectRows: Holder = {
  kind: "catalog of",
  identity: "large objects",
  from: `(
    select m.oid, ${roleName("m.lomowner")} as owner, ${privilegesOf} as privileges, l.length, l.sum1, l.sum2
    from pg_largeobject_metadata m left join (
      select p.loid, max(p.pageno::bigint * ${String(pageSize)} + length(p.data)) as length,
        ${sum(seeds[0])} as sum1, ${sum(seeds[1])} as sum2
      from pg_largeobject p group by p.loid
    ) l on l.loid = m.oid
  ) a`,
  columns: ["oid", "owner", "privileges", "length", "sum1", "sum2"],
  recomputed: false,
  size: 0n,
};
