const LATIN = /^[\w\s'’À-ɏ-]*$/;

/**
 * Knows whether an input method owns the text and the keys at this moment.
 *
 * Phones compose ordinary Latin words too, and those are final as they stand, so they count as typed. Pinyin on its
 * way to Chinese is Latin as well and is not final: only on a phone (`latinIsText`) is Latin taken for text.
 * @param {() => number} now milliseconds, monotonic
 * @param {() => boolean} latinIsText whether this device composes Latin words
 */
export function createCompositionGuard(now, latinIsText) {
  let composing = false;
  let endedAt = -Infinity;

  return {
    /** The input method took over. */
    start() {
      composing = true;
    },

    /** The input method committed or gave up. */
    end() {
      if (composing) endedAt = now();
      composing = false;
    },

    /**
     * Whether the text in the field may be searched.
     * @param {string | null} [data] the text that the input method holds
     */
    allowsSearch(data) {
      return !composing || (!!data && latinIsText() && LATIN.test(data));
    },

    /**
     * Whether a key press belongs to the input method. Safari reports the Enter that commits a word after the
     * composition has ended, hence the moment of grace.
     * @param {{isComposing?: boolean, keyCode?: number}} key
     */
    ownsKey(key) {
      return composing || !!key.isComposing || key.keyCode === 229 || now() - endedAt < 50;
    },
  };
}
