/** Runs two things in turns, ABBA, so that whatever else the machine does is spread over both. */
export async function inTurns<A, B>(
  pairs: number,
  a: () => Promise<A>,
  b: () => Promise<B>,
): Promise<{ readonly a: A; readonly b: B }[]> {
  const results: { a: A; b: B }[] = [];
  for (let pair = 0; pair < pairs; pair += 1) {
    if (pair % 2 === 0) {
      const first = await a();
      results.push({ a: first, b: await b() });
    } else {
      const first = await b();
      results.push({ a: await a(), b: first });
    }
  }
  return results;
}
