/**
 * The absolute form of an address, or null unless it leads to a web page.
 * @param {string | null | undefined} address
 * @param {string} base what a relative address is relative to
 */
export function webLink(address, base) {
  if (!address || !URL.canParse(address, base)) return null;
  const { href } = new URL(address, base);
  return /^https?:/.test(href) ? href : null;
}

/**
 * The folder that the service's addresses are relative to: beside the script, unless the page names another on the web.
 * @param {string | null} attribute what the page asked for
 * @param {string} pageUrl
 * @param {string} scriptUrl where this widget was loaded from
 */
export function resolveEndpoint(attribute, pageUrl, scriptUrl) {
  return (attribute && webLink(attribute.replace(/\/?$/, "/"), pageUrl)) || new URL(".", scriptUrl).href;
}

/**
 * The address of a page with a section open on it.
 * @param {string} pageUrl
 * @param {string} id
 */
export function deepLink(pageUrl, id) {
  return new URL(`#help=${encodeURIComponent(id)}`, pageUrl).href;
}

/**
 * The section that a deep link asks for.
 * @param {string} hash
 */
export function linkedSection(hash) {
  return new URLSearchParams(hash).get("#help");
}

/**
 * Where a visitor without an answer is sent, with the question and the page that it came from.
 * @param {string | null} address
 * @param {string} pageUrl
 * @param {string} query
 */
export function contactLink(address, pageUrl, query) {
  const link = webLink(address, pageUrl);
  const url = link && new URL(link);
  if (!url) return null;
  url.searchParams.set("q", query);
  url.searchParams.set("page", pageUrl);
  return url.href;
}
