/**
 * Cuts a text at its matches: every second part is one. The parts joined are the text, whatever the matches say.
 * @param {string} text
 * @param {[number, number][]} [matches] start and length in UTF-16 units
 * @returns {string[]}
 */
export function splitMatches(text, matches = []) {
  const segments = [];
  let done = 0;
  for (const [start, length] of matches.toSorted((a, b) => a[0] - b[0])) {
    const from = Math.max(start, done);
    const end = Math.max(start + length, from);
    segments.push(text.slice(done, from), text.slice(from, end));
    done = end;
  }
  return [...segments, text.slice(done)];
}
