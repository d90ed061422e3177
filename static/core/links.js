/**
 * An address as a URL, or false unless it leads to a web page.
 * @param {string | null | undefined} address
 * @param {string} base what a relative address is relative to
 * @returns {URL | false}
 */
export function webLink(address, base) {
  const url = address && URL.canParse(address, base) && new URL(address, base);
  return /^https?:/.test(url) && url;
}

/**
 * The folder that the service's addresses are relative to: beside the script, unless the page names another on the web.
 * @param {string | null} attribute what the page asked for
 * @param {string} pageUrl
 * @param {string} scriptUrl where this widget was loaded from
 */
export function resolveEndpoint(attribute, pageUrl, scriptUrl) {
  return (attribute && webLink(attribute.replace(/\/?$/, "/"), pageUrl)) || new URL(".", scriptUrl);
}

/**
 * The address of a page with a section open on it.
 * @param {string} pageUrl
 * @param {string} id
 */
export function deepLink(pageUrl, id) {
  return new URL(`#help=${encodeURIComponent(id)}`, pageUrl);
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
  const url = webLink(address, pageUrl);
  if (url) {
    url.searchParams.set("q", query);
    url.searchParams.set("page", pageUrl);
  }
  return url;
}
