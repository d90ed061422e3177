/**
 * Cuts a text at its matches. The parts joined are the text, whatever the matches say.
 * @param {string} text
 * @param {[number, number][]} [matches] start and length in UTF-16 units
 * @returns {{text: string, marked: boolean}[]}
 */
export function splitMatches(text, matches = []) {
  const segments = [];
  let done = 0;
  for (const [start, length] of [...matches.toSorted((a, b) => a[0] - b[0]), [text.length, 0]]) {
    const from = Math.max(start, done);
    const end = Math.max(start + length, from);
    segments.push({ text: text.slice(done, from), marked: false }, { text: text.slice(from, end), marked: true });
    done = end;
  }
  return segments.filter((segment) => segment.text);
}
