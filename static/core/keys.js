const COMMANDS = {
  arrowdown: "down",
  arrowup: "up",
  enter: "read",
  "mod+enter": "openGuide",
  escape: "escape",
};

/**
 * The name of a key press, such as "mod+k" or "/"; "mod" is Ctrl or Cmd.
 * @param {KeyboardEvent} event
 */
function nameOf(event) {
  // Filling in a saved value presses a key without a name.
  const key = (event.key ?? "").toLowerCase();
  const held = [
    (event.ctrlKey || event.metaKey) && "mod",
    event.altKey && "alt",
    // Many keyboards reach "/" with Shift only, so Shift counts for letters alone.
    event.shiftKey && /^[a-z]$/.test(key) && "shift",
    key,
  ];
  return held.filter(Boolean).join("+");
}

/**
 * What a key pressed inside the dialog asks for.
 * @param {KeyboardEvent} event
 * @returns {"down" | "up" | "read" | "openGuide" | "escape" | undefined}
 */
export function commandFor(event) {
  return COMMANDS[nameOf(event)];
}

/**
 * Whether a key press is one of the hotkeys.
 * @param {KeyboardEvent} event
 * @param {string | null} hotkeys names of key presses, separated by spaces; "none" switches them off
 */
export function isHotkey(event, hotkeys) {
  const name = nameOf(event);
  return name && (hotkeys ?? "mod+k /").toLowerCase().split(" ").includes(name);
}
