const PATIENCE = 8000; // milliseconds that a request may take

/**
 * Seconds that a refused or overloaded request should wait, as the service asked; 0 when it asked for nothing.
 * @param {Response | Error} failure
 */
export function pauseAfter(failure) {
  return +failure.headers?.get("Retry-After") || 0;
}

/**
 * Loads JSON without credentials, within a time limit. What it throws is the response that was not ok, or the error.
 * @param {typeof fetch} fetch
 * @param {string} url
 * @param {AbortSignal} signal
 * @returns {Promise<object>}
 */
export async function load(fetch, url, signal) {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]);
  const response = await fetch(url, { credentials: "omit", signal: limit });
  if (!response.ok) throw response;
  return response.json();
}
