/**
 * The index that an arrow key leads to; -1 stands for no option, and both ends meet.
 * @param {number} index where the selection is
 * @param {1 | -1} step
 * @param {number} count how many options there are
 */
export function moveSelection(index, step, count) {
  if (!count) return -1;
  if (index < 0 && step < 0) return count - 1;
  return (index + step + count) % count;
}
