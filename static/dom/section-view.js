import { webLink } from "../core/links.js";
import { buildBlocks } from "./blocks.js";
import { actionButton, node, outsideLink } from "./nodes.js";
import { pathTo } from "./results-view.js";

/**
 * One section, read inside the widget.
 * @param {{status: string, title?: string, url?: string, blocks?: object[]}} section
 * @param {Record<string, string>} text
 * @param {string} base what the service's links are relative to
 * @returns {Node[]}
 */
export function sectionView(section, text, base) {
  const { title = "", status, blocks, previous, next } = section;
  const address = webLink(section.url, base);
  const read = status === "read";
  const tools = node(
    "div",
    { class: "tools" },
    actionButton("back", "‹ " + text.back),
    status !== "none" && actionButton("copy", text.copy),
    address && outsideLink(address, text.guide, "tool", "select"),
  );
  const foot = node(
    "div",
    { class: "foot" },
    previous && actionButton("neighbour", "‹ " + previous.title, previous.id, previous.lang),
    next && actionButton("neighbour", next.title + " ›", next.id, next.lang),
  );
  const asked = node("div", { class: "path", role: "group", "aria-label": text.helpful }, text.helpful, actionButton("feedback", "👍", true), actionButton("feedback", "👎"));
  const article = node(
    "article",
    { tabindex: -1, lang: section.lang, "aria-label": title, "aria-busy": status === "coming" },
    pathTo(section.breadcrumb, title),
    title && node("h2", {}, title),
    ...(blocks?.length ? buildBlocks(blocks, base) : [node("p", {}, section.text)]),
    status === "error" && actionButton("retry", text.retry),
    read && foot,
    read && asked,
  );
  return [tools, article];
}
