/**
 * Cuts a text at its matches. The parts joined are the text, whatever the matches say.
 * @param {string} text
 * @param {[number, number][]} [matches] start and length in UTF-16 units
 * @returns {{text: string, marked: boolean}[]}
 */
export function splitMatches(text, matches = []) {
  const segments = [];
  let done = 0;

  function push(end, marked) {
    if (end > done) segments.push({ text: text.slice(done, end), marked });
    done = Math.max(done, end);
  }

  for (const [start, length] of [...matches].sort((a, b) => a[0] - b[0])) {
    push(Math.min(start, text.length), false);
    push(Math.min(start + length, text.length), true);
  }
  push(text.length, false);
  return segments;
}
