// The order of the bulletin, by keys, buttons and the mouse; parts placed, taken out and put back. No page reload.
import { choose } from "./blocks.js";
import { hold, noteVersion, refresh, release } from "./refreshing.js";
import { Away, Expired, load, send } from "./sending.js";
import { element, facts, root, say, tell } from "./state.js";
import { remember } from "./undoing.js";

const sections = () => [...root.querySelectorAll("[data-section].bulletin__section")];
const entriesOf = (section) => [...section.querySelectorAll(":scope > [data-entry]")];
const kindOf = (part) => ["entry", "section", "link"].find((kind) => part.dataset[kind]);
const keyOf = (part) => Number(part.dataset[kindOf(part)]);
const partAt = (node) => node.closest("[data-entry]") || node.closest("[data-link]") || node.closest("[data-section].bulletin__section");

// A link is masculine, an initiative and a section are not.
const ending = (kind) => (kind === "link" ? "" : "e");

// Acts are sent one after the other, in the order in which they were made.
let line = Promise.resolve();
let waiting = 0;

function act(body) {
  waiting += 1;
  hold("acts");
  const answer = line.then(() => send(root.dataset.arrange, body));
  line = answer.catch(() => {}).finally(() => {
    waiting -= 1;
    if (!waiting) {
      release("acts");
    }
  });
  return answer;
}

/** Do an act and tell what came of it; gives {kind, id}, or nothing when it was refused or could not be sent. */
async function perform(body, words) {
  try {
    const { status, data } = await act(body);
    if (status !== 200) {
      tell(data.refused, "error");
      return null;
    }
    noteVersion(data.version);
    tell(`Enregistré à ${data.at}`, "ok");
    say(words);
    return data;
  } catch (problem) {
    if (!(problem instanceof Away || problem instanceof Expired)) {
      throw problem;
    }
    tell(problem instanceof Expired ? "Rien n’est changé : votre session a expiré, reconnectez-vous" : "Rien n’est changé : réseau absent", "error");
    return null;
  } finally {
    refresh();
  }
}

/** An act for undo and redo: gives the sentence of a refusal. */
const again = (body) => async () => {
  const { status, data } = await act(body);
  refresh();
  loadCandidates();
  return status === 200 ? "" : data.refused;
};

// --- Moving ---
const placeOf = (part) => {
  const kind = kindOf(part);
  const others = siblings(part);
  const next = others[others.indexOf(part) + 1];
  return { section: kind === "entry" ? keyOf(part.parentElement.closest("[data-section]")) : undefined, before: next ? keyOf(next) : null };
};

const siblings = (part) => {
  const kind = kindOf(part);
  if (kind === "section") {
    return sections();
  }
  return kind === "entry" ? entriesOf(part.closest(".bulletin__section")) : [...part.parentElement.querySelectorAll(":scope > [data-link]")];
};

function step(part, by) {
  const all = siblings(part);
  const at = all.indexOf(part);
  const to = at + by;
  if (to >= 0 && to < all.length) {
    const before = by < 0 ? all[to] : all[to + 1];
    move(part, part.closest(".bulletin__section"), before || null);
    return;
  }
  // Past the end of its section, an entry goes on into the next one.
  const section = kindOf(part) === "entry" && sections()[sections().indexOf(part.closest(".bulletin__section")) + by];
  if (section) {
    move(part, section, by > 0 ? entriesOf(section)[0] || null : null);
  } else {
    say(by < 0 ? "Déjà en tête" : "Déjà à la fin");
  }
}

function move(part, section, before) {
  const kind = kindOf(part);
  const old = placeOf(part);
  const target = { section: kind === "entry" ? keyOf(section) : undefined, before: before ? keyOf(before) : null };
  if (before === part || (old.section === target.section && old.before === target.before)) {
    return;
  }
  const focused = document.activeElement;
  const back = { parent: part.parentElement, next: part.nextSibling };
  const parent = kind === "entry" ? section : part.parentElement;
  parent.insertBefore(part, before || endOf(parent, kind, part));
  if (part.contains(focused)) {
    focused.focus({ preventScroll: true });
  }
  part.scrollIntoView({ block: "nearest" });
  const all = siblings(part);
  const inSection = kind === "entry" ? `, rubrique « ${section.dataset.name} »` : "";
  const words = `« ${part.dataset.name} » : ${all.indexOf(part) + 1} sur ${all.length}${inSection}`;
  const body = { act: "move", kind, id: keyOf(part) };
  perform({ ...body, ...target }, words).then((done) => {
    if (done) {
      remember({ label: `« ${part.dataset.name} » déplacé${ending(kind)}`, undo: again({ ...body, ...old }), redo: again({ ...body, ...target }) });
    } else if (back.parent.isConnected) {
      // Nothing may look moved that is not.
      back.parent.insertBefore(part, back.next?.parentElement === back.parent ? back.next : null);
    }
  });
}

const endOf = (parent, kind, part) => {
  if (kind === "entry") {
    return parent.querySelector(":scope > .section__none");
  }
  const last = siblings(part).filter((one) => one !== part).at(-1);
  return last ? last.nextSibling : null;
};

// --- Taking out, placing, adding ---
async function remove(part) {
  const body = { kind: kindOf(part), id: keyOf(part) };
  const name = part.dataset.name;
  const all = siblings(part);
  const next = all[all.indexOf(part) + 1] || all[all.indexOf(part) - 1] || part.closest(".bulletin__section");
  const done = await perform({ act: "remove", ...body }, `« ${name} » ôté${ending(body.kind)}. Contrôle Z pour annuler.`);
  if (done) {
    remember({ label: `« ${name} » ôté${ending(body.kind)}`, undo: again({ act: "put_back", ...body }), redo: again({ act: "remove", ...body }) });
    next?.querySelector("[data-remove], .block__open")?.focus({ preventScroll: true });
    part.remove();
    loadCandidates();
  }
}

function added(done, label) {
  const body = { kind: done.kind, id: done.id };
  remember({ label, undo: again({ act: "remove", ...body }), redo: again({ act: "put_back", ...body }) });
}

// What was typed is taken out again like what was placed; its record stays in the directory.
root.addEventListener("atelier:written", ({ detail: { entry, title } }) => added({ kind: "entry", id: entry }, `« ${title} » ajoutée`));

async function place(row, section, before = null) {
  const rows = [...root.querySelectorAll("[data-place]")];
  const at = rows.indexOf(row.querySelector("[data-place]"));
  const name = row.dataset.name;
  const done = await perform({ act: "add_entry", id: Number(row.dataset.initiative), section, before }, `« ${name} » placée dans le bulletin`);
  if (done) {
    added(done, `« ${name} » placée`);
    await loadCandidates();
    // The next one to be placed has come where this one was.
    const left = [...root.querySelectorAll("[data-place]")];
    left[Math.min(at, left.length - 1)]?.focus({ preventScroll: true });
  }
}

async function add(form) {
  const values = Object.fromEntries(new FormData(form));
  const isLink = form.dataset.add === "link";
  const body = isLink ? { act: "add_link", url: values.url, label: values.label } : { act: "add_section", theme: Number(values.theme), heading: values.heading };
  const done = await perform(body, isLink ? "Lien ajouté" : "Rubrique ajoutée à la fin");
  if (done) {
    form.reset();
    added(done, isLink ? "lien ajouté" : "rubrique ajoutée");
    await refresh();
    document.getElementById(`ouvrir-${done.kind}-${done.id}-${isLink ? "label" : "heading"}`)?.focus();
  }
}

// --- “À placer” ---
const search = root.querySelector("[data-search]");
const found = root.querySelector("[data-found]");
let asked = 0;

export async function loadCandidates() {
  if (!search) {
    return;
  }
  const mine = (asked += 1);
  try {
    const page = await load(`${search.dataset.search}?${new URLSearchParams(new FormData(search))}`);
    if (mine === asked) {
      found.replaceChildren(...[...page.body.childNodes].map((one) => document.adoptNode(one)));
    }
  } catch {
    // The list stays as it was.
  }
}

if (search) {
  let timer = 0;
  search.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(loadCandidates, 300);
  });
  search.addEventListener("submit", (event) => {
    event.preventDefault();
    loadCandidates();
  });
}

// --- Buttons and keys ---
root.addEventListener("click", (event) => {
  const tool = event.target.closest("[data-move], [data-remove], [data-place]");
  if (!tool) {
    return;
  }
  if (tool.matches("[data-place]")) {
    const chosen = root.querySelector("[data-target]").value;
    place(tool.closest("[data-initiative]"), chosen ? Number(chosen) : null);
  } else if (tool.matches("[data-move]")) {
    step(partAt(tool), Number(tool.dataset.move));
  } else {
    remove(partAt(tool));
  }
});
root.addEventListener("submit", (event) => {
  if (event.target.matches("[data-add]")) {
    event.preventDefault();
    add(event.target);
  }
});
root.addEventListener("change", (event) => {
  if (event.target.matches("[data-choice]")) {
    choose(event.target.dataset.choice, event.target.value);
  }
});
document.addEventListener("keydown", (event) => {
  if (!facts().isWritable || !event.altKey || event.ctrlKey || event.metaKey || !["ArrowUp", "ArrowDown"].includes(event.key)) {
    return;
  }
  const part = !event.target.closest("input, textarea, select") && root.contains(event.target) && partAt(event.target);
  if (part) {
    event.preventDefault();
    step(part, event.key === "ArrowUp" ? -1 : 1);
  }
});

// --- The mouse ---
let dragged = null;
const mark = element("div", { className: "drop-mark" });

root.addEventListener("dragstart", (event) => {
  const handle = event.target.closest?.("[data-handle]");
  const row = event.target.closest?.("[data-initiative]");
  dragged = handle ? partAt(handle) : row;
  if (!dragged || !facts().isWritable) {
    return;
  }
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.dataset.name);
  event.dataTransfer.setDragImage(dragged, 0, 0);
  dragged.classList.add("is-dragged");
  hold("drag");
});

const after = (parts, y) => parts.find((part) => part !== dragged && y < part.getBoundingClientRect().top + part.offsetHeight / 2) || null;

function aim(event) {
  const section = event.target.closest?.(".bulletin__section");
  if (!dragged) {
    return null;
  }
  if (dragged.matches(".bulletin__section")) {
    return section ? { section: null, before: after(sections(), event.clientY), parent: section.parentElement } : null;
  }
  return section ? { section, before: after(entriesOf(section), event.clientY), parent: section } : null;
}

root.addEventListener("dragover", (event) => {
  const aimed = aim(event);
  if (aimed) {
    event.preventDefault();
    const end = aimed.section ? aimed.section.querySelector(":scope > .section__none") : sections().at(-1).nextSibling;
    aimed.parent.insertBefore(mark, aimed.before || end);
  }
});
root.addEventListener("drop", (event) => {
  const aimed = aim(event);
  if (!aimed) {
    return;
  }
  event.preventDefault();
  mark.remove();
  if (dragged.dataset.initiative) {
    place(dragged, keyOf(aimed.section), aimed.before ? keyOf(aimed.before) : null);
  } else {
    move(dragged, aimed.section, aimed.before);
  }
});
document.addEventListener("dragend", () => {
  mark.remove();
  dragged?.classList.remove("is-dragged");
  dragged = null;
  release("drag");
});

