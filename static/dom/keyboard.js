import { commandFor, isHotkey } from "../core/keys.js";
import { belongsToField } from "./focus.js";

/**
 * Turns keys into actions, where no input method and no field of the page owns them.
 * @param {ReturnType<typeof import("./dialog.js").buildDialog>} parts
 * @param {ReturnType<typeof import("./settings.js").readSettings>} settings
 * @param {ReturnType<typeof import("../core/composition.js").createCompositionGuard>} guard
 * @param {Record<string, () => void>} actions
 * @param {(target: EventTarget, type: string, listener: Function) => void} on
 */
export function watchKeys({ dialog, input }, settings, guard, actions, on) {
  const opens = (event) => isHotkey(event, settings.attribute("hotkeys"));

  function actionFor(event) {
    if ((event.ctrlKey || event.metaKey) && opens(event)) return "close";
    const command = commandFor(event);
    return event.target === input || /escape|Guide/.test(command) ? command : undefined;
  }

  // The page sees its own element in place of the field, and would take letters for its shortcuts.
  for (const type of ["keydown", "keypress", "keyup"]) on(dialog, type, (event) => event.stopPropagation());

  on(dialog, "keydown", (event) => {
    const action = actionFor(event);
    if (!action) return;
    const owned = guard.owns(event);
    if (!owned || action === "escape") event.preventDefault();
    if (!owned) actions[action]();
  });

  // Asked to close without the keyboard, as the back gesture of a phone does.
  on(dialog, "cancel", (event) => {
    event.preventDefault();
    if (!guard.owns(event)) actions.escape();
  });

  on(document, "keydown", (event) => {
    if (event.defaultPrevented || guard.owns(event) || dialog.open || !opens(event) || belongsToField(event)) return;
    event.preventDefault();
    actions.open();
  });
}
