/** The result of work begun already, or the reason of the signal, whichever comes first. */
export async function until<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  // It may fail later, when nobody is left to hear it; that would end the process.
  work.catch(() => undefined);
  signal.throwIfAborted();
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => {
      reject(signal.reason instanceof Error ? signal.reason : new Error("aborted"));
    };
    signal.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
