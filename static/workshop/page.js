// The Atelier. Each module does one thing; this one puts them together. Without it, links lead to the forms.
import "./arranging.js";
import { offerKept } from "./blocks.js";
import "./remarked.js";
import "./talking.js";
import { loadCandidates } from "./arranging.js";
import { start } from "./presence.js";
import { loadRemarks, refresh } from "./refreshing.js";
import { facts, root } from "./state.js";

document.documentElement.classList.add("has-script");
// What sticks below the bar, and what one jumps to, keep clear of it however many lines it takes.
const bar = document.querySelector(".atelier-bar");
new ResizeObserver(() => document.body.style.setProperty("--bar", `${bar.offsetHeight}px`)).observe(bar);
if (facts().isWritable) {
  offerKept();
  start();
}
loadRemarks();

// After each save, once: a save is often followed at once by the page made anew.
let timer = 0;
["atelier:saved", "atelier:refreshed"].forEach((name) => root.addEventListener(name, () => {
  window.clearTimeout(timer);
  timer = window.setTimeout(loadRemarks, 400);
}));

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
