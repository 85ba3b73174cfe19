// What the team says of the bulletin, beside its blocks: a passage is commented where it stands, answered and settled
// without leaving the page. Without this file a link leads to the page of the exchanges.
import { blockAt, button, element, facts, root, say } from "./state.js";

const place = root.querySelector("[data-talk]");
const LONGEST = 500;
const plain = (text) => text.trim().replace(/\s+/g, " ").slice(0, LONGEST);

async function ask(body = null) {
  const answer = await window.fetch(place.dataset.talk, {
    method: body ? "POST" : "GET",
    body,
    headers: { "X-Requested-With": "fetch" },
    redirect: "error", // an ended session
  });
  if (!answer.ok && answer.status !== 422) {
    throw new Error(String(answer.status));
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  page.querySelectorAll("script").forEach((one) => one.remove());
  place.replaceChildren(...[...page.body.childNodes].map((one) => document.adoptNode(one)));
  mark();
}

/** A block that is spoken of says so. */
function mark() {
  root.querySelectorAll(".block__spoken").forEach((one) => one.remove());
  place.querySelectorAll(".exchange[data-about]").forEach((exchange) => {
    const key = exchange.dataset.about;
    if (facts().blocks[key]) {
      const lead = button("Échange", () => {
        exchange.tabIndex = -1;
        exchange.scrollIntoView({ block: "center" });
        exchange.focus({ preventScroll: true });
      }, "state state--info block__spoken");
      const words = exchange.querySelector(".exchange__passage").firstChild.textContent.trim();
      lead.append(element("span", { className: "visually-hidden" }, ` sur ${words}`));
      blockAt(key).append(lead);
    }
  });
}

/** Begin a message on the words that are chosen. */
function comment(words) {
  const form = place.querySelector("[data-say]");
  form.closest("details").open = true;
  form.elements.passage.value = plain(words);
  form.elements.text.focus();
  form.scrollIntoView({ block: "center" });
}

// --- Words chosen in the page, or in an open block ---
const offer = button("Commenter ce passage", () => {
  comment(offer.dataset.words);
  offer.remove();
}, "tool tool--main block__comment");

let settling = 0;
let isPressed = false; // nothing may move under a pointer that is choosing

function settle() {
  window.clearTimeout(settling);
  settling = window.setTimeout(() => {
    const selection = document.getSelection();
    const words = plain(selection.toString());
    const [from, to] = [selection.anchorNode, selection.focusNode].map((node) => node?.parentElement?.closest("[data-block]"));
    if (isPressed || document.activeElement === offer) {
      return;
    }
    if (words && from && from === to && from.closest(".atelier__page") && !from.classList.contains("is-open")) {
      offer.dataset.words = words;
      from.append(offer);
    } else {
      offer.remove();
    }
  }, 250);
}
document.addEventListener("pointerdown", (event) => {
  isPressed = event.target !== offer;
});
["pointerup", "pointercancel"].forEach((name) => document.addEventListener(name, () => {
  isPressed = false;
  settle();
}));
document.addEventListener("selectionchange", settle);
root.addEventListener("atelier:opened", ({ detail: { key } }) => {
  const form = blockAt(key).querySelector(".editor");
  const area = form?.querySelector("textarea");
  if (area) {
    const tool = button("Commenter", () => comment(area.value.slice(area.selectionStart, area.selectionEnd) || area.value));
    form.querySelector(".editor__tools").prepend(tool);
  }
});

// --- Saying, answering, settling, entrusting ---
if (place) {
  place.addEventListener("submit", async (event) => {
    const form = event.target;
    event.preventDefault();
    event.submitter.disabled = true;
    const body = new FormData(form);
    body.set(event.submitter.name, event.submitter.value);
    try {
      await ask(body);
      say([...place.querySelectorAll(".talk__said")].map((one) => one.textContent).join(" "));
      const next = place.querySelector("[aria-invalid=true], .errorlist, .talk__said");
      if (next) {
        next.tabIndex = next.matches("input, textarea, select") ? 0 : -1;
        next.focus();
      }
    } catch {
      // A lost network or an ended session: the browser's own way tells it, and loses nothing.
      event.submitter.disabled = false;
      post(form, event.submitter);
    }
  });
  ask().catch(() => null); // the link stays
  root.addEventListener("atelier:refreshed", () => (isTyped() ? mark() : ask().catch(mark)));
}

/** Something is being written here: it stays. */
function isTyped() {
  const fields = [...place.querySelectorAll("textarea, input:not([type=hidden])")];
  return place.contains(document.activeElement) || fields.some((one) => one.value !== one.defaultValue);
}

function post(form, submitter) {
  form.append(element("input", { type: "hidden", name: submitter.name, value: submitter.value }));
  form.submit();
}
