const FIELDS = "input,textarea,select,[role=textbox],[role=searchbox],[role=combobox]";

/**
 * Whether a key press belongs to a field of the page, in a shadow root or not.
 * @param {KeyboardEvent} event
 */
export function belongsToField(event) {
  const [focused] = event.composedPath();
  // Nobody can look into a closed shadow root, so a custom element that holds the focus may hold a field.
  const opaque = focused.localName?.includes("-") && !focused.shadowRoot;
  return opaque || focused.isContentEditable || focused.closest?.(FIELDS);
}
