// The Atelier. Each module does one thing; this one puts them together. Without it, links lead to the forms.
import "./arranging.js";
import { offerKept, openBlock } from "./blocks.js";
import { loadCandidates } from "./arranging.js";
import { start } from "./presence.js";
import { loadRemarks, refresh } from "./refreshing.js";
import { facts, root } from "./state.js";

document.documentElement.classList.add("has-script");
if (facts().isWritable) {
  offerKept();
  start();
}
loadRemarks();

// --- What other modules of the workshop hear and say ---
// “Écrire, c’est saisir”: whoever takes a paragraph over prevents the default, else the form goes to its page.
root.addEventListener("submit", (event) => {
  const form = event.target.closest(".ecrire");
  if (form) {
    const detail = { section: Number(form.dataset.section), text: form.querySelector("textarea").value };
    const paragraph = new CustomEvent("atelier:paragraph", { bubbles: true, cancelable: true, detail });
    if (!form.dispatchEvent(paragraph)) {
      event.preventDefault();
    }
  }
});
// The bulletin was changed by another module: show it as it is now.
root.addEventListener("atelier:changed", () => {
  refresh();
  loadCandidates();
});
// A remark names its block: going there opens it.
document.getElementById("remarques").addEventListener("click", (event) => {
  const remark = event.target.closest("[data-block]");
  if (remark && facts().blocks[remark.dataset.block] && facts().isWritable && !event.target.closest("form")) {
    event.preventDefault();
    openBlock(remark.dataset.block);
  }
});
