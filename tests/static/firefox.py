"""Firefox as Debian ships it, driven by Marionette, the WebDriver that is built into it."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMES = ("firefox-esr", "firefox")
PREFERENCES = {
    "marionette.port": 0,  # a free one, written into the profile
    "remote.active-protocols": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "app.normandy.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.region.update.enabled": False,
    "services.settings.server": "data:,",
    "ui.prefersReducedMotion": 1,
    "ui.useOverlayScrollbars": 1,  # as on a Mac: none takes room from a long page
}
PATIENCE = 60.0  # seconds for anything to happen, on a slow machine
KEYS = {"Tab": "\ue004", "Enter": "\ue007", "Control": "\ue009", "Escape": "\ue00c", "ArrowUp": "\ue013"}
KEYS["ArrowDown"] = "\ue015"
# What the input methods of the system talk to: from here on, events are made by the browser itself.
INPUT_METHOD = """
const [text, committed] = arguments;
const window = Services.wm.getMostRecentWindow("navigator:browser");
window.inputMethod ??= Cc["@mozilla.org/text-input-processor;1"].createInstance(Ci.nsITextInputProcessor);
const method = window.inputMethod;
if (!method.beginInputTransactionForTests(window)) return false;
if (committed) return method.commitCompositionWith(text) ?? true;
method.setPendingCompositionString(text);
method.appendClauseToPendingComposition(text.length, method.ATTR_RAW_CLAUSE);
method.setCaretInPendingComposition(text.length);
return method.flushPendingComposition();
"""


def installed() -> str | None:
    """Give the path of an installed Firefox."""
    return next(filter(None, map(shutil.which, NAMES)), None)


class Firefox:
    """One window of Firefox."""

    def __init__(self, connection: socket.socket) -> None:
        self._stream = connection.makefile("rwb")
        self._asked = 0
        self._read()
        self._ask("WebDriver:NewSession", {"capabilities": {"alwaysMatch": {"pageLoadStrategy": "normal"}}})

    def _read(self) -> Any:  # noqa: ANN401 - JSON
        """Read a message: its length in bytes, a colon, JSON."""
        length = b""
        while (character := self._stream.read(1)) != b":":
            length += character
        return json.loads(self._stream.read(int(length)))

    def _ask(self, command: str, parameters: dict[str, Any]) -> Any:  # noqa: ANN401 - JSON
        self._asked += 1
        message = json.dumps([0, self._asked, command, parameters]).encode()
        self._stream.write(b"%d:%b" % (len(message), message))
        self._stream.flush()
        _, _, error, result = self._read()
        assert error is None, f"{command}: {error}"
        return result

    def visit(self, address: str) -> None:
        """Open a page and wait until it is loaded."""
        self._ask("WebDriver:Navigate", {"url": address})

    def evaluate(self, expression: str, *values: object) -> Any:  # noqa: ANN401 - JSON from a page
        """Give what a JavaScript expression is in the page; what was passed is `arguments`, promises are awaited."""
        script = f"return ({expression})"
        return self._ask("WebDriver:ExecuteScript", {"script": script, "args": values, "sandbox": None})["value"]

    def until(self, expression: str, *values: object) -> None:
        """Wait until an expression is true in the page."""
        deadline = time.monotonic() + PATIENCE
        while not self.evaluate(expression, *values):
            assert time.monotonic() < deadline, f"never true in Firefox: {expression}"
            time.sleep(0.02)

    def press(self, *keys: str) -> None:
        """Press keys together, the last one last, and let go of them."""
        values = [KEYS.get(key, key) for key in keys]
        steps = [{"type": "keyDown", "value": value} for value in values]
        steps += [{"type": "keyUp", "value": value} for value in reversed(values)]
        self._ask("WebDriver:PerformActions", {"actions": [{"type": "key", "id": "keyboard", "actions": steps}]})

    def type(self, text: str) -> None:
        """Type a text, key by key."""
        for character in text:
            self.press(character)

    def _input(self, text: str, *, committed: bool) -> None:
        self._ask("Marionette:SetContext", {"value": "chrome"})
        accepted = self._ask("WebDriver:ExecuteScript", {"script": INPUT_METHOD, "args": [text, committed]})["value"]
        self._ask("Marionette:SetContext", {"value": "content"})
        assert accepted, "Firefox refused the input method"

    def compose(self, *texts: str) -> None:
        """Let an input method hold one text after the other."""
        for text in texts:
            self._input(text, committed=False)

    def commit(self, text: str) -> None:
        """Let the input method put a text in and end."""
        self._input(text, committed=True)

    def quit(self) -> None:
        """End the browser."""
        self._ask("Marionette:Quit", {"flags": ["eForceQuit"]})
        self._stream.close()


@contextmanager
def firefox(executable: str, profile: Path) -> Iterator[Firefox]:
    """Run Firefox without a screen, in a profile of its own."""
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in PREFERENCES.items()]
    (profile / "user.js").write_text("".join(lines), encoding="utf-8")
    options = ["--headless", "--no-remote", "--marionette", "--remote-allow-system-access"]
    command = [executable, *options, "--profile", str(profile)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            with socket.create_connection(("127.0.0.1", port_of(process, profile)), timeout=PATIENCE) as connection:
                browser = Firefox(connection)
                yield browser
                browser.quit()
        finally:
            process.terminate()


def port_of(process: subprocess.Popen[bytes], profile: Path) -> int:
    """Wait until Firefox has written where it listens."""
    written = profile / "MarionetteActivePort"
    deadline = time.monotonic() + PATIENCE
    while not (written.exists() and written.read_text()):
        assert process.poll() is None, "Firefox ended before it listened"
        assert time.monotonic() < deadline, "Firefox did not listen"
        time.sleep(0.05)
    return int(written.read_text())
