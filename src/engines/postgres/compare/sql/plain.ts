/**
 * SQL for a name without the quotes it can do without. Sessions are pinned to quote every identifier, because which
 * words need quotes depends on the major (`json` does from 17 on); this makes the result readable again.
 */
export const plain = (expression: string): string =>
  `regexp_replace(${expression}, '(?<!")"([a-z_][a-z0-9_]*)"(?!")', '\\1', 'g')`;
