// Looks for names of variables with which the widget compresses best, and keeps them in static/build/names.json.
//
//     node static/build/squeeze.mjs [SECONDS]

import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { bundle, FOLDER } from "./bundle.mjs";
import { listed, openNames, renamed } from "./naming.mjs";

const FOUND = path.join(FOLDER, "build/names.json");
const BANNER = "// 01234567\n";
const LETTERS = [..."etnorialscdupfhgmbkvxywqSCTRLzjIAEPONMDUHFB"];
const COMMON = LETTERS.slice(0, 16); // those of most names

const sizeOf = (script) => gzipSync(`${BANNER}${script}\n`, { level: 9 }).length;
const one = (list) => list[Math.floor(Math.random() * list.length)];

/** Gives names to variables, if all fit: what gives them those that they had, or nothing. */
function rename(changes, fits) {
  const before = changes.map(([variable]) => [variable, variable.name]);
  for (const [variable] of changes) variable.name = "";
  const possible = changes.every(([variable, name]) => fits(variable, name) && (variable.name = name));
  const undo = () => before.forEach(([variable, name]) => (variable.name = name));
  return possible ? undo : undo();
}

/** Another name for a variable, or an exchange of names between two of one scope. */
function anyChange(variables) {
  const variable = one(variables);
  const other = one(variables.filter(({ scope }) => scope === variable.scope));
  if (other !== variable) return [[variable, other.name], [other, variable.name]];
  return [[variable, one(Math.random() < 0.7 ? COMMON : LETTERS)]];
}

const seconds = Number(process.argv[2] ?? 120);
const code = await bundle();
const of = listed(openNames(code));
const { variables, fits, print } = openNames(renamed(code, JSON.parse(await readFile(FOUND, "utf8"))) ?? code);
let best = sizeOf(print());
console.log(`${best} bytes before`);
for (const end = Date.now() + seconds * 1000; Date.now() < end; ) {
  const undo = rename(anyChange(variables), fits);
  const size = undo ? sizeOf(print()) : best;
  if (size > best) undo();
  else best = size;
}
console.log(`${best} bytes after ${seconds} seconds`);
await writeFile(FOUND, `${JSON.stringify({ of, names: listed({ variables }) }, undefined, 1)}\n`);
