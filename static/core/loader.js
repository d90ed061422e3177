/**
 * Seconds that a refused or overloaded request should wait, as the service asked; 0 when it asked for nothing.
 * @param {Response | Error} failure
 */
export function pauseAfter(failure) {
  return +failure.headers?.get("Retry-After") || 0;
}

/**
 * Loads JSON without credentials, within a time limit, and tries once more when the network or the server failed,
 * unless the service asked to wait. What it throws is the response that was not ok, or the error.
 * @param {typeof fetch} fetch
 * @param {number} patience milliseconds one attempt may take
 * @returns {(url: string, signal: AbortSignal) => Promise<object>}
 */
export function createLoader(fetch, patience) {
  return async function load(url, signal, retries = 1) {
    try {
      const limit = AbortSignal.any([signal, AbortSignal.timeout(patience)]);
      const response = await fetch(url, { credentials: "omit", signal: limit });
      if (!response.ok) throw response;
      return await response.json();
    } catch (failure) {
      if (!retries || signal.aborted || failure.status < 500 || pauseAfter(failure)) throw failure;
      return load(url, signal, retries - 1);
    }
  };
}
