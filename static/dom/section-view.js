import { webLink } from "../core/links.js";
import { buildBlocks } from "./blocks.js";
import { actionButton, node, outsideLink } from "./nodes.js";
import { pathTo } from "./results-view.js";
import { errorView, loadingView } from "./status-view.js";

function content({ status, blocks, text: plain }, base, text) {
  if (status === "error") return [errorView(text)];
  if (status === "loading") return [loadingView(text)];
  return blocks?.length ? buildBlocks(blocks, base, text) : [node("p", { class: "plain" }, plain)];
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
  const back = actionButton("back", "tool", "‹ ", text.back);
  const tools = node("div", { class: "tools" }, back, address && outsideLink(address, "tool", text, text.guide));
  const article = node(
    "article",
    { tabindex: -1, lang, "aria-label": title || text.loading, "aria-busy": status === "loading" },
    pathTo({ ...section, title }),
    title && node("h2", {}, title),
    ...content(section, base, text),
  );
  return [tools, article];
}
