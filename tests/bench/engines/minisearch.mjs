// MiniSearch behind a pipe. The first line names a file with the tokens of all sections; then each line is a question's
// tokens, and its answer the seconds that the search took.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import MiniSearch from "minisearch";

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const index = new MiniSearch({ fields: ["words"], tokenize: (text) => text.split(" "), processTerm: (term) => term });
const sections = JSON.parse(readFileSync((await lines.next()).value, "utf8"));
index.addAll(sections.map((words, id) => ({ id, words: words.join(" ") })));
console.log("ready");
for await (const line of lines) {
  const text = JSON.parse(line).join(" ");
  const started = performance.now();
  index.search(text).slice(0, 10);
  console.log((performance.now() - started) / 1000);
}
