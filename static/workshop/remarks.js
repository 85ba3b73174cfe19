// Mending without leaving the page: what the forms of the remarks send, their fragment answers.
// Without this script the forms work as forms do. The Atelier hears `atelier:changed` and shows its blocks anew.
const SHELL = "[data-remarks]";

document.addEventListener("submit", async (event) => {
  const form = event.target;
  const shell = form.closest(SHELL);
  if (!shell || form.method !== "post") return;
  event.preventDefault();
  const block = form.closest("[data-block]")?.dataset.block || "";
  const button = form.querySelector("button");
  button.disabled = true;
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { "X-Requested-With": "fetch" },
      redirect: "error",
    });
    if (!answer.ok && answer.status !== 409) throw new Error(String(answer.status));
    shell.innerHTML = await answer.text();
    const said = shell.querySelector("[role=status]");
    const live = document.querySelector("[data-says]"); // the Atelier has its own voice, and renews this list
    if (said && live) {
      live.textContent = said.textContent;
    } else if (said) {
      said.tabIndex = -1;
      said.focus();
    }
    document.dispatchEvent(new CustomEvent("atelier:mended", { detail: { block, isRefused: answer.status === 409 } }));
    for (const name of ["atelier:changed", "atelier:remarks"]) {
      document.querySelector("[data-atelier]")?.dispatchEvent(new CustomEvent(name));
    }
    // The pressed button went with the old list: a keyboard goes on from the new one.
    if (document.activeElement === document.body) {
      shell.tabIndex = -1;
      shell.focus({ preventScroll: true });
    }
  } catch {
    // A lost network or an ended session: the browser's own way tells it, and loses nothing.
    button.disabled = false;
    form.submit();
  }
});
