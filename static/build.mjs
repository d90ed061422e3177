// Builds static/help-widget.js: one classic script, minified, that begins with a digest of its sources and of itself.
//
//     node static/build.mjs [FILE]

import { createHash } from "node:crypto";
import { readFile, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { bundle, FOLDER, readFound } from "./build/bundle.mjs";
import { renamed } from "./build/naming.mjs";

async function sources() {
  const names = await readdir(FOLDER, { recursive: true });
  const modules = names.map((name) => name.split(path.sep).join("/"));
  return modules.filter((name) => /^(main\.js|(core|dom)\/.*\.(js|css))$/.test(name)).sort();
}

async function digest(script) {
  const hash = createHash("sha256");
  for (const name of await sources()) {
    hash.update(`${name}\0`).update(await readFile(path.join(FOLDER, name))).update("\0");
  }
  return hash.update(script).digest("hex");
}

const { code } = await bundle();
const squeezed = renamed(code, await readFound());
if (!squeezed) console.warn("static/build/found.json is of another script: `npm run squeeze` makes the widget 200 bytes smaller");
const script = `${squeezed ?? code}\n`;
const banner = `// ${(await digest(script)).slice(0, 8)}\n`;
await writeFile(process.argv[2] ?? path.join(FOLDER, "help-widget.js"), banner + script);
