const LATIN = /^[ -ɏ’]+$/; // up to Latin Extended-B
const GRACE = 50;

/**
 * Knows whether an input method owns the text and the keys at this moment.
 *
 * Phones compose ordinary Latin words too, and those are final as they stand, so they count as typed. Pinyin on its
 * way to Chinese is Latin as well and is not final: only on a phone (`latinIsText`) is Latin taken for text.
 *
 * @param {() => number} now milliseconds
 * @param {boolean} latinIsText whether this device composes Latin words
 */
export function createCompositionGuard(now, latinIsText) {
  let composing = false;
  let endedAt = -Infinity;

  /** The input method took over. */
  function start() {
    composing = true;
  }

  /** The input method committed or gave up. */
  function end() {
    // The keyboard of a phone commits a word itself before it sends an Enter, and that one is meant.
    if (composing && !latinIsText) endedAt = now();
    composing = false;
  }

  /**
   * Whether the text in the field may be searched.
   * @param {string} data the text that the input method holds
   */
  function allows(data) {
    return !composing || (latinIsText && LATIN.test(data));
  }

  /**
   * Whether a key press belongs to the input method. Safari reports the Enter that commits a word after the
   * composition has ended, hence the moment of grace.
   * @param {{isComposing?: boolean, keyCode?: number}} key
   */
  function owns(key) {
    return composing || key.isComposing || key.keyCode === 229 || now() - endedAt < GRACE;
  }

  return { start, end, allows, owns };
}
