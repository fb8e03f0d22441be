/** Rows in columns: words to the left, everything after the first column to the right. */
export function formatTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    widths
      .map(
        (width, column) => (column === 0 ? row[column]?.padEnd(width) : row[column]?.padStart(width)) ?? "",
      )
      .join("  ")
      .trimEnd();
  return rows.map(line).join("\n");
}
