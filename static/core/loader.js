/**
 * Loads JSON without credentials, within a time limit, and tries once more when the network or the server failed.
 * @param {typeof fetch} fetch
 * @param {number} patience milliseconds one attempt may take
 * @returns {(url: string, signal: AbortSignal) => Promise<object>}
 */
export function createLoader(fetch, patience) {
  async function attempt(url, signal, retries) {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(patience)]);
    let status;
    try {
      const response = await fetch(url, { credentials: "omit", signal: limit });
      status = response.status;
      if (!response.ok) throw new Error(status);
      return await response.json();
    } catch (failure) {
      if (!retries || signal.aborted || status < 500) throw failure;
      return attempt(url, signal, retries - 1);
    }
  }

  return (url, signal) => attempt(url, signal, 1);
}
