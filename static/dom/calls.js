/**
 * What pages may call, and buttons as well. Opening and closing is told to the page first, which may prevent it.
 * @param {HTMLElement} host
 * @param {ReturnType<typeof import("./dialog.js").buildDialog>} parts
 * @param {import("../core/session.js").Session} session
 * @param {ReturnType<typeof import("./events.js").createEmitter>} emit
 */
export function createCalls(host, { dialog, input }, session, emit) {
  /** Opens the dialog, with the last question selected; false when the page prevented it. */
  function open() {
    if (!dialog.open && emit("open")) {
      dialog.showModal();
      input.select();
      // In a part of the page that is hidden, nobody could see it or get out of it.
      if (!dialog.checkVisibility()) dialog.close();
    }
    return dialog.open;
  }

  /** Closes the dialog; the focus returns to where it was, and what an input method still held is dropped. */
  function close() {
    if (dialog.open && emit("close")) {
      input.value = session.state.query;
      input.blur();
      dialog.close();
    }
  }

  /** Opens the dialog and searches. @param {string} [query] */
  function search(query) {
    if (!open()) return;
    input.blur(); // an input method lets go of the field
    session.type("");
    input.value = query ?? "";
    session.type(input.value);
    session.flush();
    input.focus();
  }

  return {
    open,
    close,
    search,
    toggle: () => (dialog.open ? close() : open()),
    openSection: (id, from = "call") => open() && session.read({ id, from }),
    destroy: () => host.remove(),
  };
}
