// The shop's own script: its buttons open the help widget through the public interface.

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-open], [data-question]");
  if (!button) return;
  const { question } = button.dataset;
  if (question) window.HelpWidget?.search(question);
  else window.HelpWidget?.open();
});
