// Writing in place: a block opens where it stands, saves itself, and tells when someone else wrote in it meanwhile.
import { forget, keep, kept } from "./keeping.js";
import { moment } from "./moment.js";
import { hold, noteVersion, refresh, release } from "./refreshing.js";
import { Expired, explain, send } from "./sending.js";
import { blockAt, button, element, facts, root, say, tell } from "./state.js";
import { remember } from "./undoing.js";

const PAUSE = 1500; // of the keys, before a text is saved
const RETRY = 8000; // while the network or the session is away
const open = new Map(); // key → editor

const plain = (text) => text.replace(/\r\n?/g, "\n").split("\n").map((line) => line.trimEnd()).join("\n").trim();
const same = (one, other) => plain(one) === plain(other);
export const isOpen = (key) => open.has(key);
export const openKey = () => [...open.values()].find((editor) => editor.form.contains(document.activeElement))?.key || [...open.keys()].at(-1) || "";

/** Open a block. `typed` is a text that was kept, with the `base` that it was begun on. */
export function openBlock(key, typed = null) {
  const fact = facts().blocks[key];
  const place = blockAt(key);
  if (!fact || !place || fact.shape === "choice") {
    return;
  }
  if (open.has(key)) {
    open.get(key).area.focus();
    return;
  }
  const editor = { key, fact, place, first: fact.text, base: typed ? typed.base : fact.text, timer: 0, sending: null, isStale: false };
  build(editor, typed ? typed.text : fact.text || fact.own);
  open.set(key, editor);
  hold(key);
  place.classList.add("is-open");
  place.append(editor.form);
  grow(editor.area);
  editor.area.focus();
  if (typed) {
    editor.timer = window.setTimeout(() => save(editor), 0);
  }
  root.dispatchEvent(new CustomEvent("atelier:opened", { bubbles: true, detail: { key } }));
}

function build(editor, text) {
  const { key, fact } = editor;
  const id = `champ-${key}`;
  const field = fact.shape === "date" ? element("input", { type: "text", inputMode: "numeric", placeholder: "jj/mm/aaaa" }) : element("textarea", { rows: fact.shape === "text" ? 3 : 1 });
  Object.assign(field, { id, className: `editor__field editor__field--${fact.shape}`, value: text, autocomplete: "off" });
  if (fact.most && fact.shape !== "date") {
    field.maxLength = fact.most;
  }
  field.setAttribute("aria-describedby", `etat-${key}`);
  editor.area = field;
  editor.state = element("span", { id: `etat-${key}`, className: "editor__state" }, hint(fact));
  const tools = element("span", { className: "editor__tools" });
  if (fact.shape === "text") {
    [["Gras", "**"], ["Italique", "*"]].forEach(([words, mark]) => tools.append(button(words, () => surround(editor, mark))));
    tools.append(button("Liste", () => bullets(editor)));
  }
  if (key.startsWith("entry-") && fact.text) {
    tools.append(button("Reprendre le texte de la fiche", () => replace(editor, "")));
  }
  tools.append(button("Fermer", () => close(editor, { isBack: true }), "tool tool--main"));
  tools.addEventListener("mousedown", (event) => event.preventDefault()); // the words stay selected
  editor.form = element(
    "form",
    { className: "editor", "aria-label": fact.label },
    element("label", { className: "editor__label", htmlFor: id }, fact.label),
    field,
    element("span", { className: "editor__foot" }, editor.state, tools),
  );
  editor.form.addEventListener("submit", (event) => event.preventDefault());
  field.addEventListener("input", () => typed(editor));
  field.addEventListener("keydown", (event) => keys(editor, event));
  editor.form.addEventListener("focusout", () => {
    window.setTimeout(() => {
      if (document.hasFocus() && !editor.form.contains(document.activeElement)) {
        close(editor);
      } else if (!document.hasFocus()) {
        save(editor);
      }
    }, 0);
  });
}

const hint = (fact) => (fact.own && !fact.text && fact.shape === "text" ? "C’est le texte de la fiche : changé ici, il devient le texte du jour." : "Échap pour refermer");

function keys(editor, event) {
  if (event.key === "Escape" || (event.key === "Enter" && editor.fact.shape !== "text" && !event.isComposing)) {
    event.preventDefault();
    close(editor, { isBack: true });
  } else if ((event.ctrlKey || event.metaKey) && editor.fact.shape === "text" && "bi".includes(event.key.toLowerCase())) {
    event.preventDefault();
    surround(editor, event.key.toLowerCase() === "b" ? "**" : "*");
  }
}

function typed(editor) {
  grow(editor.area);
  window.clearTimeout(editor.timer);
  window.clearTimeout(editor.keeping);
  editor.keeping = window.setTimeout(() => keepTyped(editor), 250);
  if (!editor.isStale) {
    editor.state.textContent = "Pas encore enregistré";
    editor.timer = window.setTimeout(() => save(editor), PAUSE);
  }
}

const isChanged = (editor) => !same(editor.area.value, editor.base) && !(editor.base === "" && same(editor.area.value, editor.fact.own));

function keepTyped(editor) {
  if (isChanged(editor)) {
    keep(editor.key, editor.area.value, editor.base);
  } else {
    forget(editor.key);
  }
}

/** True when what stands in the field is what the server has. */
async function save(editor, options = {}) {
  window.clearTimeout(editor.timer);
  if (editor.sending) {
    await editor.sending;
  }
  if (editor.isStale) {
    return false;
  }
  if (!isChanged(editor)) {
    forget(editor.key);
    editor.state.textContent = hint(editor.fact);
    return true;
  }
  keepTyped(editor);
  editor.sending = post(editor, options).finally(() => {
    editor.sending = null;
  });
  return editor.sending;
}

async function post(editor, options) {
  const text = editor.area.value;
  let answer;
  try {
    answer = await send(root.dataset.save, { block: editor.key, text, opened: editor.base }, options);
  } catch (problem) {
    explain(problem);
    editor.state.textContent = problem instanceof Expired ? "Non enregistré : session expirée" : "Non enregistré : réseau absent";
    editor.isWaiting = true;
    editor.timer = window.setTimeout(() => save(editor), RETRY);
    return false;
  }
  editor.isWaiting = false;
  if (answer.status === 409) {
    askWhich(editor, answer.data);
    return false;
  }
  if (answer.status !== 200) {
    editor.state.textContent = `Non enregistré : ${answer.data.refused}`;
    editor.area.setAttribute("aria-invalid", "true");
    tell(`Non enregistré : ${answer.data.refused}`, "error");
    offerToGiveUp(editor);
    return false;
  }
  editor.area.removeAttribute("aria-invalid");
  editor.base = answer.data.text;
  facts().blocks[editor.key].text = answer.data.text;
  noteVersion(answer.data.version);
  root.dispatchEvent(new CustomEvent("atelier:saved", { bubbles: true }));
  if (same(editor.area.value, text)) {
    forget(editor.key);
    // The server may have put it in order (a line without its line ends); what is printed is its text.
    editor.state.textContent = `Enregistré à ${answer.data.at}`;
    tell(`Enregistré à ${answer.data.at}`, "ok");
    return true;
  }
  editor.timer = window.setTimeout(() => save(editor), PAUSE);
  return false;
}

/** A text that is refused must not keep its block open for ever. */
function offerToGiveUp(editor) {
  const place = editor.form.querySelector(".editor__tools");
  if (!place.querySelector("[data-give-up]")) {
    const drop = button("Fermer sans enregistrer", () => {
      forget(editor.key);
      shut(editor);
      tell("Texte abandonné");
      refresh();
    });
    drop.dataset.giveUp = "";
    place.append(drop);
  }
}

async function close(editor, { isBack = false } = {}) {
  if (editor.isClosing || open.get(editor.key) !== editor) {
    return;
  }
  editor.isClosing = true;
  // A click elsewhere must land before the page moves under it.
  const [isSaved] = await Promise.all([save(editor), new Promise((go) => window.setTimeout(go, isBack ? 0 : 200))]);
  editor.isClosing = false;
  if (!isSaved || (!isBack && editor.form.contains(document.activeElement))) {
    return; // refused, or not sent: the text stays in view
  }
  shut(editor);
  if (!same(editor.first, editor.base)) {
    rememberText(editor.key, editor.fact.label, editor.first, editor.base);
    refresh();
  }
}

function shut(editor) {
  window.clearTimeout(editor.timer);
  window.clearTimeout(editor.keeping);
  open.delete(editor.key);
  const hadFocus = editor.form.contains(document.activeElement);
  editor.form.remove();
  editor.place.classList.remove("is-open");
  if (hadFocus) {
    document.getElementById(`ouvrir-${editor.key}`)?.focus({ preventScroll: true });
  }
  release(editor.key);
  root.dispatchEvent(new CustomEvent("atelier:closed", { bubbles: true }));
}

function rememberText(key, label, before, after) {
  remember({ label, undo: () => put(key, before, after), redo: () => put(key, after, before) });
}

/** Put a text in place of another, for undo and for choices. Gives the sentence of a refusal. */
async function put(key, text, opened) {
  const { status, data } = await send(root.dataset.save, { block: key, text, opened });
  if (status !== 200) {
    return data.refused;
  }
  noteVersion(data.version);
  tell(`Enregistré à ${data.at}`, "ok");
  await refresh();
  return "";
}

/** A value chosen in a list, saved at once. */
export async function choose(key, value) {
  const fact = facts().blocks[key];
  const before = fact.text;
  const refused = await put(key, value, before);
  if (refused) {
    tell(`Non enregistré : ${refused}`, "error");
    await refresh();
  } else {
    rememberText(key, fact.label, before, value);
  }
}

// --- Someone else wrote in the block meanwhile ---
function askWhich(editor, { refused, theirs, by, pieces }) {
  editor.isStale = true;
  editor.conflict?.remove();
  editor.state.textContent = "Non enregistré : choisissez un des deux textes";
  const difference = element("p", { className: "conflict__pieces" });
  pieces.forEach((piece) => {
    const tag = { same: "span", removed: "del", added: "ins" }[piece.kind];
    const spoken = { removed: " (son texte : ", added: " (le vôtre : " }[piece.kind];
    const words = element(tag, {}, piece.text);
    difference.append(...(spoken ? [hidden(spoken), words, hidden(") ")] : [words]));
  });
  const settle = (base) => {
    editor.isStale = false;
    editor.base = base;
    facts().blocks[editor.key].text = base;
    editor.first = base;
  };
  editor.conflict = element(
    "div",
    { className: "conflict", tabIndex: -1, role: "group", "aria-label": "Deux textes pour ce bloc" },
    element("p", { className: "conflict__title" }, by ? `${by} a écrit un autre texte pendant que vous écriviez.` : refused),
    element("p", { className: "small" }, "Barré : ce qui n’est que dans le sien. Souligné : ce qui n’est que dans le vôtre. Rien n’est remplacé."),
    difference,
    element(
      "p",
      { className: "conflict__acts" },
      button("Garder le mien", async () => {
        settle(theirs);
        editor.conflict.remove();
        await close(editor, { isBack: true });
      }, "button button--small"),
      button("Prendre l’autre", async () => {
        settle(theirs);
        editor.conflict.remove();
        editor.area.value = theirs;
        forget(editor.key);
        refresh();
        await close(editor, { isBack: true });
      }, "button button--quiet button--small"),
      button("Corriger", (event) => {
        settle(theirs);
        event.target.parentElement.remove();
        editor.area.focus();
        editor.state.textContent = "Corrigez : votre texte remplacera le sien";
      }, "button button--quiet button--small"),
    ),
  );
  editor.form.prepend(editor.conflict);
  editor.conflict.focus();
  tell("Non enregistré : quelqu’un a écrit dans le même bloc", "error");
}

const hidden = (words) => element("span", { className: "visually-hidden" }, words);

// --- The little formatting ---
function surround(editor, mark) {
  const { selectionStart: start, selectionEnd: end, value } = editor.area;
  editor.area.focus();
  editor.area.setRangeText(mark + value.slice(start, end) + mark, start, end, "select");
  editor.area.setSelectionRange(start + mark.length, end + mark.length);
  typed(editor);
}

function bullets(editor) {
  const { selectionStart: start, selectionEnd: end, value } = editor.area;
  const from = value.lastIndexOf("\n", start - 1) + 1;
  const lines = value.slice(from, end).split("\n").map((line) => (line.startsWith("- ") ? line : `- ${line}`));
  editor.area.focus();
  editor.area.setRangeText(lines.join("\n"), from, end, "end");
  typed(editor);
}

function replace(editor, text) {
  editor.area.value = text;
  editor.area.focus();
  typed(editor);
}

function grow(area) {
  if (area.matches("textarea") && !CSS.supports("field-sizing", "content")) {
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight + 2}px`;
  }
}

// --- What an earlier visit left unsaved ---
export function offerKept() {
  const place = root.querySelector("[data-reminders]");
  kept().forEach((one) => {
    const fact = facts().blocks[one.key];
    if (fact && (same(fact.text, one.text) || open.has(one.key))) {
      forget(one.key);
      return;
    }
    const day = moment(one.at);
    const box = element("div", { className: "alert alert--warning reminder" });
    const drop = () => {
      box.remove();
    };
    const acts = element("p", { className: "reminder__acts" });
    if (fact) {
      acts.append(button("Reprendre ce texte", () => {
        drop();
        openBlock(one.key, one);
      }, "button button--small"));
    }
    acts.append(button("L’oublier", () => {
      forget(one.key);
      drop();
      say("Texte oublié");
    }, "button button--quiet button--small"));
    box.append(element(
      "div",
      { className: "alert__body" },
      element("p", {}, element("strong", {}, fact ? fact.label : "Un bloc qui n’est plus dans le bulletin"), ` : un texte du ${day} n’a pas été enregistré. Il est gardé dans ce navigateur.`),
      element("details", {}, element("summary", {}, "Voir ce texte"), element("p", { className: "reminder__text" }, one.text || "(vide)")),
      acts,
    ));
    place.append(box);
  });
}

// --- Events of the page ---
root.addEventListener("click", (event) => {
  if (!facts().isWritable || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) {
    return;
  }
  const opener = event.target.closest(".block__open");
  const place = event.target.closest("[data-block]");
  if (!place || event.target.closest(".editor") || (!opener && event.target.closest("a, button, input, select, textarea, summary"))) {
    return;
  }
  if (!opener && !window.getSelection().isCollapsed) {
    return; // words are being selected, to be copied
  }
  event.preventDefault();
  openBlock(place.dataset.block);
});

const retry = () => open.forEach((editor) => editor.isWaiting && save(editor));
window.addEventListener("online", retry);
window.addEventListener("focus", retry);
window.addEventListener("offline", () => tell("Réseau absent : ce que vous écrivez est gardé dans ce navigateur", "error"));
document.addEventListener("visibilitychange", () => {
  if (document.hidden) {
    // A lid that closes, a tab that is left: what stands in the fields goes now.
    open.forEach((editor) => save(editor, { keepalive: true }));
  } else {
    retry();
  }
});
