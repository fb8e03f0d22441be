/**
 * Does both at once and waits for both, also when one fails: a query that is still under way must not outlive the
 * failure of the other side.
 */
export async function both<S, T>(source: Promise<S>, target: Promise<T>): Promise<[S, T]> {
  const [fromSource, fromTarget] = await Promise.allSettled([source, target]);
  if (fromSource.status === "rejected") throw fromSource.reason;
  if (fromTarget.status === "rejected") throw fromTarget.reason;
  return [fromSource.value, fromTarget.value];
}
