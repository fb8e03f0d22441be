/** By what is in its text, the statements whose answers depend on what has happened to a server. */
const kinds = {
  file: /^select encode\(pg_read_binary_file/,
  witness: /pg_snapshot_xmax/,
  lock: /'postmaster\.pid', 0,/,
  loaded: /pg_conf_load_time\(\)/,
  terminate: /pg_terminate_backend/,
  keys: /unnest\(x\.indkey::int2\[\]\)/,
  catalog: /^select row_to_json\(q\)/,
  open: /^(?=[^]*datallowconn and)[^]* as open/,
  control: /pg_control_system\(\)/,
  sequence: /^(?=[^]*ledger_id_seq)[^]*last_value/,
  ledger: /"sales"\."ledger"/,
  change: /^\s*(alter|comment|grant|revoke|drop|analyze|checkpoint)\b/i,
} as const;

export type Kind = keyof typeof kinds;

const most = 10_000;
const known = new Map<string, ReadonlySet<Kind>>();

/** What kinds a statement is of. Its text may be long, and the same ones come again and again. */
export function kindsOf(sql: string): ReadonlySet<Kind> {
  const before = known.get(sql);
  if (before !== undefined) return before;
  const found = (Object.keys(kinds) as Kind[]).filter((kind) => kinds[kind].test(sql));
  if (known.size >= most) known.clear();
  const set = new Set(found);
  known.set(sql, set);
  return set;
}
