/** A psql command that goes to another database of the same server: by a connection string, so that no name is taken for one. */
export function psqlConnect(database: string): string {
  const value = database.replace(/[\\']/g, "\\$&").replaceAll('"', '""');
  return `\\connect -reuse-previous=on "dbname='${value}'"\n\\encoding UTF8\n`;
}
