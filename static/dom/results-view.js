import { byGuide } from "../core/groups.js";
import { splitMatches } from "../core/segments.js";
import { node, put } from "./nodes.js";

function highlighted(className, text, matches) {
  const parts = splitMatches(text, matches).map((part, index) => part && (index % 2 ? node("mark", {}, part) : part));
  return node("div", { class: className }, ...parts);
}

/**
 * The path to a section in words, without what is said beside it.
 * @param {string[]} [breadcrumb]
 * @param {...string} said
 */
export function pathTo(breadcrumb = [], ...said) {
  return node("div", { class: "path" }, breadcrumb.filter((name) => !said.includes(name)).join(" › "));
}

function option(hit, index) {
  const { title, snippet, breadcrumb, guide, lang, matches } = hit;
  return node(
    "div",
    { class: "option", id: `hit-${index}`, role: "option", lang, "data-action": "read", "data-value": index },
    pathTo(breadcrumb, title, guide?.title),
    highlighted("name", title, matches?.title),
    highlighted("snippet", snippet, matches?.snippet),
  );
}

/**
 * Fills the list with hits, a group for each guide.
 * @param {HTMLElement} list
 * @param {object[]} hits
 */
export function showHits(list, hits) {
  let index = 0;
  const groups = byGuide(hits).map((members) => {
    const { guide, lang } = members[0];
    const name = guide?.title;
    const heading = name && node("div", { class: "guide", "aria-hidden": true }, name);
    return node("div", { role: "group", "aria-label": name, lang }, heading, ...members.map((hit) => option(hit, index++)));
  });
  put(list, ...groups);
}

/**
 * Marks one option as selected, and tells the field.
 * @param {HTMLElement} list
 * @param {HTMLInputElement} input
 * @param {number} active -1 for none
 */
export function showSelection(list, input, active) {
  const options = list.querySelectorAll(".option");
  const selected = options[active];
  for (const one of options) one.ariaSelected = one === selected;
  selected?.scrollIntoView({ block: "nearest" });
  input.setAttribute("aria-activedescendant", selected?.id ?? "");
}
