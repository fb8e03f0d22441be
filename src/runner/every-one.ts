/** The results of work that goes on side by side. All of it has ended when this returns, or throws the first failure. */
export async function everyOne<const T extends readonly unknown[]>(
  works: T,
): Promise<{ -readonly [Place in keyof T]: Awaited<T[Place]> }> {
  await Promise.allSettled(works);
  return Promise.all(works);
}
