/** SQL that spells out a catalog's one-letter codes; a letter not listed stays as it is. */
export function words(column: string, spelled: Readonly<Record<string, string>>): string {
  const branches = Object.entries(spelled).map(([letter, word]) => `when '${letter}' then '${word}'`);
  return `case ${column} ${branches.join(" ")} else ${column}::text end`;
}
