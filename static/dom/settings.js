import { chooseLanguage } from "../core/language.js";
import { resolveEndpoint } from "../core/links.js";

/**
 * What a page asked for in the attributes of its element, read whenever it is needed.
 * @param {HTMLElement} host
 * @param {string} scriptUrl
 */
export function readSettings(host, scriptUrl) {
  const attribute = (name) => host.getAttribute(name);
  return {
    attribute,
    /** What visitors may start from; nothing where the page leaves that to the service. */
    examples: () => attribute("examples")?.split("|").map((text) => ({ text })),
    endpoint: () => resolveEndpoint(attribute("endpoint"), document.baseURI, scriptUrl),
    language: () => chooseLanguage([attribute("lang"), document.documentElement.lang, ...navigator.languages]),
  };
}
