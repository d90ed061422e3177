import { webLink } from "../core/links.js";
import { node, outsideLink } from "./nodes.js";

// Without a prototype, so that no name of a block finds anything else.
const TAGS = {
  __proto__: null,
  list: "ul",
  item: "li",
  code: "pre",
  quote: "blockquote",
  table: "table",
  row: "tr",
  cell: "td",
  header: "th",
  heading: "h3",
  rule: "hr",
};
const MARKS = { __proto__: null, strong: "b", em: "em", code: "code", strike: "s" };

/**
 * Builds the nodes of a section's content.
 * @param {object[]} blocks
 * @param {string} base what relative links are relative to
 * @returns {Node[]}
 */
export function buildBlocks(blocks, base) {
  function inline({ text: words, marks = [], href }) {
    if (words === "\n") return node("br");
    const marked = marks.reduce((inner, mark) => node(MARKS[mark] ?? "span", {}, inner), words);
    const address = webLink(href, base);
    return address ? outsideLink(address, marked) : marked;
  }

  function build(block) {
    const { type, inlines = [], children = [], header, ordered, start } = block;
    const inner = header ? children.map((cell) => ({ ...cell, type: "header" })) : children;
    return node(ordered ? "ol" : (TAGS[type] ?? "p"), { start }, ...inlines.map(inline), ...inner.map(build));
  }

  return blocks.map(build);
}
