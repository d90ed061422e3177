// The shop's own script: its buttons open the help widget through the public interface. Without it, the form and the
// links of the page ask the service's own result page.

const widget = document.querySelector("help-widget");
const form = document.querySelector("form");
const themes = document.querySelector(".themes");
const states = document.querySelector(".states");

function act({ question, section, unreachable }) {
  if (unreachable === undefined) widget.removeAttribute("endpoint");
  else widget.setAttribute("endpoint", "/nowhere/");
  if (section) window.HelpWidget.openSection(section);
  else if (question || unreachable !== undefined) window.HelpWidget.search(question ?? "连不上的时候");
  else window.HelpWidget.open();
}

async function copy(button) {
  const code = button.previousElementSibling;
  try {
    await navigator.clipboard.writeText(code.textContent);
    button.textContent = "已复制";
  } catch {
    getSelection().selectAllChildren(code); // without a clipboard, to be copied by hand
  }
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", () => copy(button));
}

if (window.HelpWidget) {
  themes.hidden = states.hidden = false;

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-open], [data-question], [data-section], [data-unreachable]");
    if (!button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    act(button.dataset);
  });

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    act({ question: new FormData(form).get("q") });
  });

  themes.addEventListener("click", ({ target }) => {
    const { theme } = target.dataset;
    if (theme === undefined) return;
    document.documentElement.dataset.theme = theme;
    widget.setAttribute("theme", theme);
    for (const button of themes.children) button.ariaPressed = button === target;
  });
}
