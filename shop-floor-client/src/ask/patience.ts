// Owns how long an answer is waited for. Browsers of cheap tablets are too old to end a request by themselves.

/** Runs a request and ends it after so many milliseconds. */
export async function within<T>(milliseconds: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const over = new AbortController();
  const timer = setTimeout(() => over.abort(), milliseconds);
  try {
    return await work(over.signal);
  } finally {
    clearTimeout(timer);
  }
}
