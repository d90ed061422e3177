import { splitMatches } from "../core/segments.js";
import { node } from "./nodes.js";

function highlighted(className, text, matches) {
  const parts = splitMatches(text, matches).map((part) => (part.marked ? node("mark", {}, part.text) : part.text));
  return node("div", { class: className }, ...parts);
}

/**
 * The path to a section in words, without the section itself.
 * @param {{breadcrumb?: string[], title: string}} place
 */
export function pathTo({ breadcrumb = [], title }) {
  return node("div", { class: "path" }, breadcrumb.filter((name) => name !== title).join(" › "));
}

function option(hit, index) {
  const attributes = { class: "option", id: `hit-${index}`, role: "option", lang: hit.lang };
  return node(
    "div",
    { ...attributes, "data-action": "hit", "data-value": index },
    pathTo(hit),
    highlighted("name", hit.title, hit.matches?.title),
    highlighted("snippet", hit.snippet, hit.matches?.snippet),
  );
}

/**
 * Fills the list with hits.
 * @param {HTMLElement} list
 * @param {object[]} hits
 */
export function showHits(list, hits) {
  list.replaceChildren(...hits.map(option));
  list.scrollTop = 0;
}

/**
 * Marks one option as selected, and tells the field.
 * @param {HTMLElement} list
 * @param {HTMLInputElement} input
 * @param {number} active -1 for none
 */
export function showSelection(list, input, active) {
  const selected = list.children[active];
  for (const child of list.children) child.ariaSelected = child === selected;
  selected?.scrollIntoView({ block: "nearest" });
  input.setAttribute("aria-activedescendant", selected?.id ?? "");
}
