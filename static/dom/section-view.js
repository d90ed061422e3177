import { webLink } from "../core/links.js";
import { buildBlocks } from "./blocks.js";
import { actionButton, node, outsideLink } from "./nodes.js";
import { pathTo } from "./results-view.js";
import { errorView } from "./status-view.js";

function content({ status, blocks, text: plain }, base, text) {
  if (status === "error") return [errorView(text)];
  return blocks?.length ? buildBlocks(blocks, base) : [node("p", {}, plain)];
}

function foot({ previous, next, status }, text) {
  if (status !== "results") return [];
  return [
    node(
      "div",
      { class: "foot" },
      previous && actionButton("openSection", previous.id, "‹ ", previous.title),
      next && actionButton("openSection", next.id, next.title, " ›"),
    ),
    node(
      "div",
      { class: "path" },
      text.helpful,
      actionButton("feedback", "yes", "👍"),
      actionButton("feedback", "no", "👎"),
    ),
  ];
}

/**
 * One section, read inside the widget.
 * @param {{status: string, title?: string, url?: string, blocks?: object[]}} section
 * @param {Record<string, string>} text
 * @param {string} base what the service's links are relative to
 * @returns {Node[]}
 */
export function sectionView(section, text, base) {
  const { title = "", lang, url, status } = section;
  const address = webLink(url, base);
  const tools = node(
    "div",
    { class: "tools" },
    actionButton("back", null, "‹ ", text.back),
    actionButton("copy", null, text.copy, node("span", { "aria-live": "polite" })),
    address && outsideLink(address, "tool", text.guide, "select"),
  );
  const article = node(
    "article",
    { tabindex: -1, lang, "aria-label": title || text.loading, "aria-busy": status === "loading" },
    pathTo(section.breadcrumb, title),
    title && node("h2", {}, title),
    ...content(section, base, text),
    ...foot(section, text),
  );
  return [tools, article];
}
