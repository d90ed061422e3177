/**
 * Reports what is typed into a field, and stays silent while an input method still holds the text.
 * @param {HTMLInputElement} input
 * @param {ReturnType<typeof import("../core/composition.js").createCompositionGuard>} guard
 * @param {(query: string, halfTyped?: boolean) => void} onQuery
 * @param {(target: EventTarget, type: string, listener: Function) => void} on
 */
export function watchQuery(input, guard, onQuery, on) {
  function settle() {
    guard.end();
    onQuery(input.value, false);
  }

  on(input, "compositionstart", guard.start);
  on(input, "compositionend", settle);
  // Some input methods vanish with the focus and never say that they ended.
  on(input, "blur", settle);
  on(input, "input", (event) => {
    if (guard.allows(event.data ?? input.value)) onQuery(input.value);
  });
}
