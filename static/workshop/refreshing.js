// The page made anew by the server, as it would be published, once nobody is writing or dragging in it.
import { load } from "./sending.js";
import { facts, readFacts, root } from "./state.js";

const holding = new Set();
let isWanted = false;
let running = null;

/** While something is held (an open block, a part that is dragged), the page stays as it is. */
export function hold(what) {
  holding.add(what);
}

export function release(what) {
  holding.delete(what);
  if (isWanted) {
    refresh();
  }
}

export function refresh() {
  isWanted = true;
  if (!isHeldFast() && !running) {
    running = renew().finally(() => {
      running = null;
      if (isWanted && !holding.size) {
        refresh();
      }
    });
  }
  return running || Promise.resolve();
}

// Parts on the move hold everything; an open block only itself.
const isHeldFast = () => holding.has("drag") || holding.has("acts");

async function renew() {
  isWanted = false;
  let page;
  try {
    page = await load(root.dataset.page);
  } catch {
    return; // the next save or sign of life says what is wrong
  }
  if (holding.size) {
    isWanted = true; // the rest comes when nothing is held any more
    if (!isHeldFast()) {
      renewBlocks(page);
    }
    return;
  }
  const focused = document.activeElement?.id;
  const opened = [...root.querySelectorAll("details[open]")].map((one) => one.className);
  page.querySelectorAll("[data-fresh]").forEach((fresh) => {
    const old = document.querySelector(`[data-fresh="${fresh.dataset.fresh}"]`);
    if (old) {
      const value = old.value;
      old.replaceChildren(...[...fresh.childNodes].map((one) => document.adoptNode(one)));
      if (value !== undefined && [...old.options].some((one) => one.value === value)) {
        old.value = value;
      }
    }
  });
  readFacts(document);
  root.querySelectorAll("details").forEach((one) => {
    one.open = one.open || opened.includes(one.className);
  });
  if (focused && document.activeElement === document.body) {
    document.getElementById(focused)?.focus({ preventScroll: true });
  }
  root.dispatchEvent(new CustomEvent("atelier:refreshed", { bubbles: true }));
}

/** While a block is open: the texts of the others, and nothing that would move the one being written. */
function renewBlocks(page) {
  page.querySelectorAll("[data-block]").forEach((fresh) => {
    const old = root.querySelector(`[data-block="${CSS.escape(fresh.dataset.block)}"]`);
    if (old && !old.classList.contains("is-open") && !old.contains(document.activeElement) && old.innerHTML !== fresh.innerHTML) {
      old.replaceChildren(...[...fresh.childNodes].map((one) => document.adoptNode(one)));
    }
  });
  const open = [...holding].map((key) => [key, facts().blocks[key]]);
  readFacts(page);
  // What an open block was begun on stays what it was begun on.
  open.forEach(([key, fact]) => {
    if (fact && facts().blocks[key]) {
      facts().blocks[key] = fact;
    }
  });
}

/** The bulletin's version after an act of ours; one further on means that someone else worked too. */
export function noteVersion(version) {
  facts().version = Math.max(facts().version, version);
}

/** Load the remarks beside the page, where this installation has them. */
export async function loadRemarks() {
  const place = document.getElementById("remarques");
  if (!place?.dataset.url) {
    return;
  }
  try {
    const page = await load(place.dataset.url);
    place.replaceChildren(...[...page.body.childNodes].map((one) => document.adoptNode(one)));
    root.dispatchEvent(new CustomEvent("atelier:remarks", { bubbles: true }));
  } catch {
    // They stay as they were.
  }
}
