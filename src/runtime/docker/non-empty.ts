/** The engine writes an unset text as an empty one, or as null, or not at all. */
export function nonEmpty(text: string | null | undefined): string | undefined {
  return text === "" ? undefined : (text ?? undefined);
}
