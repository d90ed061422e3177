const FIELDS = "input,textarea,select,[role$=box i]";

/**
 * Whether a key press belongs to a field of the page, in a shadow root or not.
 * @param {KeyboardEvent} event
 */
export function belongsToField(event) {
  const [focused] = event.composedPath();
  // Nobody can look into a closed shadow root. But what has the focus and could not have it itself may hold a field, and
  // so may any element of the page's own making; what shows the focus has it itself.
  const opaque = /-/.test(focused.localName) || (focused.tabIndex < 0 && !focused.matches("[tabindex]"));
  return (opaque && focused.matches(":focus:not(:focus-visible)")) || focused.isContentEditable || focused.closest?.(FIELDS);
}
