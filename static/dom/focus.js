const FIELDS = "input,textarea,select,[role$=box]";

/**
 * Whether a key press belongs to a field of the page, in a shadow root or not.
 * @param {KeyboardEvent} event
 */
export function belongsToField(event) {
  const [focused] = event.composedPath();
  // Nobody can look into a closed shadow root, but what has the focus and could not have it itself may hold a field.
  const opaque = focused.tabIndex < 0 && focused.matches(":not(html,body,[tabindex])");
  return opaque || focused.isContentEditable || focused.closest?.(FIELDS);
}
