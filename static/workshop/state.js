// What the modules of the Atelier share: the page, what the server told of its blocks, and the two places that speak.
export const root = document.querySelector("[data-atelier]");
const live = document.querySelector("[data-says]");
const state = document.querySelector("[data-state]");

let known = read(document);

function read(source) {
  return JSON.parse(source.getElementById("atelier-donnees").textContent);
}

/** What the server told last: {bulletin, version, account, isWritable, blocks: {key: {label, text, own, shape, most}}}. */
export const facts = () => known;

export function readFacts(source) {
  known = read(source);
}

/** Said aloud by screen readers: moves, and what was undone. */
export function say(words) {
  live.textContent = "";
  window.setTimeout(() => {
    live.textContent = words;
  }, 60);
}

/** Shown in the bar: "ok", "waiting" or "error" colours the words. */
export function tell(words, kind = "") {
  // A refusal that comes again every few seconds is said once.
  if (kind === "error" && state.textContent !== words) {
    say(words);
  }
  state.textContent = words;
  state.dataset.kind = kind;
}

export const blockAt = (key) => root.querySelector(`[data-block="${CSS.escape(key)}"]`);

export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  Object.entries(attributes).forEach(([name, value]) => {
    if (name.startsWith("on")) {
      made.addEventListener(name.slice(2), value);
    } else if (name in made && name !== "list") {
      made[name] = value;
    } else {
      made.setAttribute(name, value);
    }
  });
  made.append(...children);
  return made;
}

export const button = (words, onclick, className = "tool") => element("button", { type: "button", className, onclick }, words);
