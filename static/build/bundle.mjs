import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";
import { minify } from "terser";
import { reordered } from "./ordering.mjs";

/** The folder of the sources. */
export const FOLDER = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
/** What `squeeze.mjs` found: names and an order with which the widget compresses best. */
export const FOUND = path.join(FOLDER, "build/found.json");
// Properties that stay inside of the widget: no page, no answer of the service and no browser knows them.
const OWN_NAMES = /^(allows|ask|attribute|chips|flush|move|dialog|follow|launcher|owns|panel|whenClosed)$/;
const target = ["es2022", "chrome123", "firefox121", "safari17.5"];

/**
 * Gives the styles with the values of their own variables in place of these, whose names any page could register and
 * so turn into something else. Those that pages may set stay.
 */
function inlined(css) {
  const values = {};
  const own = /--(?!help-widget-)[\w-]+/.source;
  const rest = css.replace(new RegExp(`(${own}):([^;}]+);?`, "g"), (_, name, value) => ((values[name] = value), ""));
  return rest.replace(new RegExp(`var\\((${own})\\)`, "g"), (_, name) => values[name]);
}

/** Reads what was found. */
export async function readFound() {
  return JSON.parse(await readFile(FOUND, "utf8"));
}

// A minified text that a constructable style sheet takes, in the order that was found for it.
async function readStyles(file) {
  const { code } = await transform(await readFile(file, "utf8"), { charset: "utf8", loader: "css", minify: true, target });
  // Spaces around the values of custom properties are all that is left to take.
  const css = inlined(code.trim().replace(/([:,]) /g, "$1"));
  const { styles } = await readFound();
  return reordered(css, styles) ?? css;
}

/** The widget as one script without line breaks and comments, and the styles that stand in it. */
export async function bundle() {
  let css;
  const styles = {
    name: "styles",
    setup({ onLoad }) {
      onLoad({ filter: /\.css$/ }, async ({ path: file }) => ({ contents: (css = await readStyles(file)), loader: "text" }));
    },
  };
  const bundled = await build({
    entryPoints: [path.join(FOLDER, "main.js")],
    bundle: true,
    charset: "utf8",
    format: "iife",
    legalComments: "none",
    minify: true,
    plugins: [styles],
    target,
    write: false,
  });
  // What the bundler leaves becomes 3% smaller, a little each time.
  let code = bundled.outputFiles[0].text;
  for (let time = 0; time < 3; time += 1) {
    const mangle = { properties: { keep_quoted: true, regex: OWN_NAMES } };
    ({ code } = await minify(code, { compress: { inline: 1, lhs_constants: false, unsafe: true, unsafe_arrows: true, unsafe_methods: true }, ecma: 2020, mangle }));
  }
  return { code, css };
}
