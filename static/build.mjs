// Builds static/help-widget.js: one classic script, minified, that begins with a digest of its sources and of itself.
//
//     node static/build.mjs [FILE]

import { createHash } from "node:crypto";
import { readFile, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";
import { minify } from "terser";

const folder = path.dirname(fileURLToPath(import.meta.url));
const target = ["es2022", "chrome123", "firefox121", "safari17.5"];

async function sources() {
  const names = await readdir(folder, { recursive: true });
  const modules = names.map((name) => name.split(path.sep).join("/"));
  return modules.filter((name) => /^(main\.js|(core|dom)\/.*\.(js|css))$/.test(name)).sort();
}

async function digest(script) {
  const hash = createHash("sha256");
  for (const name of await sources()) {
    hash.update(`${name}\0`).update(await readFile(path.join(folder, name))).update("\0");
  }
  return hash.update(script).digest("hex");
}

/** Styles become a minified text that a constructable style sheet takes. */
const styles = {
  name: "styles",
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path: file }) => {
      const { code } = await transform(await readFile(file, "utf8"), { charset: "utf8", loader: "css", minify: true, target });
      // Spaces around the values of custom properties are all that is left to take.
      return { contents: code.trim().replace(/([:,]) /g, "$1"), loader: "text" };
    });
  },
};

const bundled = await build({
  entryPoints: [path.join(folder, "main.js")],
  bundle: true,
  charset: "utf8",
  format: "iife",
  legalComments: "none",
  minify: true,
  plugins: [styles],
  target,
  write: false,
});
// What the bundler leaves, the second pass makes 3% smaller.
const { code } = await minify(bundled.outputFiles[0].text, {
  compress: { inline: 1, passes: 3, unsafe_arrows: true },
  ecma: 2020,
});
const script = `${code}\n`;
const banner = `// ${(await digest(script)).slice(0, 8)}\n`;
await writeFile(process.argv[2] ?? path.join(folder, "help-widget.js"), banner + script);
