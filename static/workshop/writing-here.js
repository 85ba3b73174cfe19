// “Écrire, c’est saisir” within the Atelier: the small box of a section becomes the whole one where it stands, as soon as
// something is typed in it, and nobody leaves the page. Without this file the small box leads to the page of writing.
import { start } from "./writing.js";

const small = "form.ecrire:not([data-boxed])";
const opening = new WeakMap(); // the whole box of a small one, on its way since somebody came near
let page = null; // what the Atelier offers to whoever must not be swept away by a refresh
import("./refreshing.js").then((module) => (page = module)).catch(() => null);

function whole(form) {
  if (!opening.has(form)) {
    opening.set(form, window.fetch(form.action).then(async (answer) => {
      const found = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("form.ecrire[data-boxed]");
      if (!found) {
        throw new Error("no box");
      }
      return document.adoptNode(found);
    }));
  }
  return opening.get(form);
}

async function open(form) {
  let box;
  try {
    box = await whole(form);
  } catch {
    opening.delete(form); // the small box still leads to the page
    return;
  }
  if (!form.isConnected) {
    return;
  }
  const typed = form.querySelector("textarea");
  const held = { value: typed.value, start: typed.selectionStart, end: typed.selectionEnd };
  page?.hold(`ecrire-${form.dataset.section}`);
  form.replaceWith(box);
  const text = box.elements.text;
  text.value = held.value;
  start(box, (answer) => saved(box, form, answer));
  text.focus();
  text.setSelectionRange(held.start, held.end);
}

function saved(box, form, answer) {
  form.querySelector("textarea").value = "";
  opening.delete(form);
  const told = document.createElement("div");
  told.className = "ecrire__told";
  told.setAttribute("role", "status");
  for (const words of answer.said) {
    const line = document.createElement("p");
    line.append(...new DOMParser().parseFromString(words, "text/html").body.childNodes);
    told.append(line);
  }
  box.replaceWith(form);
  page?.release(`ecrire-${form.dataset.section}`);
  const show = () => {
    const again = document.querySelector(`${small}[data-section="${form.dataset.section}"]`);
    again?.before(told);
    again?.querySelector("textarea").focus();
  };
  show();
  document.addEventListener("atelier:refreshed", show, { once: true }); // the page made anew has not this note
  form.dispatchEvent(new CustomEvent("atelier:changed", { bubbles: true }));
  form.dispatchEvent(new CustomEvent("atelier:written", { bubbles: true, detail: answer }));
}

document.addEventListener("focusin", (event) => {
  const form = event.target.closest(small);
  if (form) {
    whole(form).catch(() => opening.delete(form));
  }
});
let pause = 0;
document.addEventListener("input", (event) => {
  const form = event.target.closest(small);
  window.clearTimeout(pause);
  if (form && event.target.value.trim()) {
    pause = window.setTimeout(() => open(form), 350); // not from under the fingers
  }
});
document.addEventListener("atelier:paragraph", (event) => {
  const form = event.target.closest?.(small);
  if (form?.querySelector("textarea").value.trim()) {
    event.preventDefault();
    open(form);
  }
});
