// Looks for names of variables and an order of styles with which the widget compresses best: static/build/found.json.
//
//     node static/build/squeeze.mjs [SECONDS]

import { writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { bundle, FOUND, readFound } from "./bundle.mjs";
import { listed, openNames, renamed } from "./naming.mjs";
import { openOrder } from "./ordering.mjs";

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
function anyNames({ variables, fits }) {
  const variable = one(variables);
  const other = one(variables.filter(({ scope }) => scope === variable.scope));
  if (other !== variable) return rename([[variable, other.name], [other, variable.name]], fits);
  return rename([[variable, one(Math.random() < 0.7 ? COMMON : LETTERS)]], fits);
}

/** Another place for a rule, a declaration or a selector, if nothing looks different then: what takes it back. */
function anyPlace(order) {
  const list = one(order.lists());
  const before = [...list];
  const [moved] = list.splice(Math.floor(Math.random() * list.length), 1);
  list.splice(Math.floor(Math.random() * before.length), 0, moved);
  const undo = () => list.splice(0, Infinity, ...before);
  if (order.holds()) return undo;
  undo();
}

const seconds = Number(process.argv[2] ?? 120);
const { code, css } = await bundle();
const of = listed(openNames(code));
const names = openNames(renamed(code, await readFound()) ?? code);
const order = openOrder(css);
const print = () => names.print().replace(css, order.print);
let best = sizeOf(print());
console.log(`${best} bytes before`);
for (const end = Date.now() + seconds * 1000; Date.now() < end; ) {
  const undo = Math.random() < 0.5 ? anyNames(names) : anyPlace(order);
  const size = undo ? sizeOf(print()) : best;
  if (size > best) undo();
  else best = size;
}
console.log(`${best} bytes after ${seconds} seconds`);
await writeFile(FOUND, `${JSON.stringify({ styles: order.print(), of, names: listed(names) }, undefined, 1)}\n`);
