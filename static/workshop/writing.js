// “Écrire, c’est saisir”: what is typed is understood after a pause and stands as chips beside the text.
// Without this file the form understands at the press of a button, and each chip is a check box.
import { moment } from "./moment.js";
import { ask, explain as tell, Refused, token } from "./writing/asking.js";
import { offerRows } from "./writing/rows.js";

const PAUSE = 450; // ms without a key before the text is understood
const KEPT = "texte-en-cours:"; // shared with drafts.js, which forgets all of them at log-out
const ORDER = ["organisations", "communes", "areas", "contacts", "figures", "persons"];

const element = (name, properties = {}, ...children) => {
  const one = Object.assign(document.createElement(name), properties);
  one.append(...children.filter((child) => child !== null));
  return one;
};

/**
 * Bring one form to life; a form that is put into the page later calls this too. With `saved` the page is not left: it
 * is called with the answer once what was typed is saved.
 */
export function start(form, saved = null) {
  const $ = (selector) => form.querySelector(selector);
  const text = form.elements.text;
  const title = form.elements.title;
  const theme = form.elements.theme; // absent within a bulletin, whose section has one
  const day = form.elements.day;
  const state = $("[data-state]");
  const add = form.elements.add_text;
  const address = `${window.location.pathname}${window.location.search}`;
  const key = `${KEPT}${address}${form.dataset.section ? `#${form.dataset.section}` : ""}`;
  const boxed = JSON.parse(form.dataset.boxed);
  const first = { text: text.value, title: title.value, day: day.value };
  let chips = boxed.chips;
  let corrected = []; // keys of chips that became others: they are not proposed again
  let isLinkedByHand = Boolean($("[name=link]:checked:not([value=new])"));
  let asking = null;
  let timer = 0;
  form.classList.add("is-live");

  // --- The server ---
  const explain = (error) => tell(error, state, form.dataset.login);

  async function understand() {
    asking?.abort();
    asking = new AbortController();
    const asked = text.value;
    if (!asked.trim()) {
      chips = chips.filter((chip) => chip.by_hand);
      remark([]);
      show();
      return;
    }
    const body = new FormData();
    body.set("text", asked);
    form.setAttribute("aria-busy", "true");
    try {
      const url = new URL(form.dataset.understand, window.location.origin);
      url.search = new URL(form.action).search;
      take(await ask(url, body, asking.signal));
    } catch (error) {
      explain(error);
    } finally {
      form.removeAttribute("aria-busy");
    }
  }

  function take(found) {
    const before = new Map(chips.map((chip) => [chip.key, chip]));
    const fresh = found.chips.filter((chip) => !corrected.includes(chip.key)).map((chip) => {
      const known = before.get(chip.key);
      before.delete(chip.key);
      return known ? { ...(known.by_hand ? known : chip), is_kept: known.is_kept, is_decided: known.is_decided, span: chip.span } : chip;
    });
    chips = [...fresh, ...[...before.values()].filter((chip) => chip.by_hand)];
    if (form.elements.titled.value !== "1") {
      title.value = found.title;
    }
    if (theme && form.elements.themed.value !== "1") {
      theme.value = found.theme;
    }
    if (!day.value && found.day && day.dataset.touched !== "1") {
      day.value = found.day;
    }
    remark(found.remarks);
    showKnown(found.known, found.link);
    show();
    keep();
  }

  // --- The margin ---
  function show(focused = document.activeElement?.closest?.(".chip")?.dataset.key) {
    chips.sort((one, other) => ORDER.indexOf(one.field) - ORDER.indexOf(other.field));
    $("[data-seen]").replaceChildren(...chips.map((chip) => element("input", { type: "hidden", name: "seen", value: chip.sent })));
    for (const field of ORDER) {
      const group = $(`[data-group=${field}]`);
      const own = chips.filter((chip) => chip.field === field);
      group.hidden = !own.length;
      group.querySelector("ul").replaceChildren(...own.map((chip) => item(chip, chips.indexOf(chip))));
    }
    if (focused) {
      boxOf(focused)?.focus();
    }
    mark();
    count();
  }

  function item(chip, place) {
    const id = `repere-${form.dataset.section}-${place}`;
    const box = element("input", { type: "checkbox", id, name: "keep", value: place, checked: chip.is_kept });
    const label = element("label", { htmlFor: id }, element("span", { className: "chip__words", textContent: chip.label }));
    for (const [name, words] of [["chip__note", chip.note], ["chip__why", chip.why]]) {
      if (words) {
        label.append(" ", element("span", { className: name, textContent: words }));
      }
    }
    const hint = element("span", { className: "visually-hidden", textContent: `, ${chip.kind}${chip.is_sure ? "" : ", à vérifier"}` });
    label.append(hint);
    const edit = element("button", { type: "button", className: "chip__edit", tabIndex: -1, textContent: "Corriger" });
    edit.append(element("span", { className: "visually-hidden", textContent: ` ${chip.label}` }));
    edit.addEventListener("click", () => openEditor(chip));
    box.addEventListener("change", () => decide(chip, box.checked));
    box.addEventListener("keydown", (event) => onChipKey(event, chip));
    box.addEventListener("focus", () => point(chip));
    const one = element("li", { className: "chip" }, box, label, edit);
    one.dataset.key = chip.key;
    one.classList.toggle("is-doubtful", !chip.is_sure && !chip.is_decided);
    one.classList.toggle("is-decided", Boolean(chip.is_decided) && chip.is_kept);
    one.classList.toggle("is-refused", !chip.is_kept && (chip.is_sure || Boolean(chip.is_decided)));
    return one;
  }

  const items = () => [...form.querySelectorAll(".chip")];
  const itemOf = (chipKey) => items().find((one) => one.dataset.key === chipKey);
  const boxOf = (chipKey) => itemOf(chipKey)?.querySelector("input[name=keep]");

  function decide(chip, isKept) {
    chip.is_kept = isKept;
    chip.is_decided = true;
    show(chip.key);
    keep();
  }

  function next(chip, step) {
    const boxes = items().map((one) => one.querySelector("input[name=keep]"));
    const place = boxes.indexOf(boxOf(chip.key)) + step;
    (boxes[place] || (step > 0 ? add : text)).focus();
  }

  function onChipKey(event, chip) {
    const pressed = event.key;
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    if (pressed === "Enter") {
      decide(chip, true);
      next(chip, 1);
    } else if (pressed === "Tab" && !event.shiftKey && chip.is_sure && chip.is_kept && !chip.is_decided) {
      decide(chip, true); // then the focus goes on by itself
      return;
    } else if (pressed === "Delete" || pressed === "Backspace" || pressed === "x" || pressed === "X") {
      decide(chip, false);
      next(chip, 1);
    } else if (pressed === "c" || pressed === "C") {
      openEditor(chip);
    } else if (pressed === "ArrowDown" || pressed === "ArrowUp") {
      next(chip, pressed === "ArrowDown" ? 1 : -1);
    } else if (pressed === "Escape") {
      text.focus();
    } else {
      return;
    }
    event.preventDefault();
  }

  function count() {
    const kept = chips.filter((chip) => chip.is_kept).length;
    const doubtful = chips.filter((chip) => !chip.is_sure && !chip.is_decided).length;
    const words = (number, noun) => `${number} ${noun}${number > 1 ? "s" : ""}`;
    $("[data-count]").textContent = chips.length ? `Avec ${words(kept, "repère")}.` : "";
    state.textContent = !chips.length
      ? text.value.trim() ? "Aucun repère reconnu : ajoutez-les ci-dessous." : "Écrivez : les repères paraîtront ici."
      : `${words(kept, "repère")} à enregistrer${doubtful ? `, ${doubtful} à vérifier : non gardé${doubtful > 1 ? "s" : ""} sans votre accord` : ""}.`;
  }

  function remark(messages) {
    $("[data-remarks]").replaceChildren(...messages.map((message) => element("p", { className: "doubt", textContent: message })));
  }

  // --- The marks behind the text ---
  function place(chip) {
    if (!chip.words) {
      return null;
    }
    const wanted = chip.span ? chip.span[0] : 0;
    let best = null;
    for (let at = text.value.indexOf(chip.words); at >= 0; at = text.value.indexOf(chip.words, at + 1)) {
      if (best === null || Math.abs(at - wanted) < Math.abs(best - wanted)) {
        best = at;
      }
    }
    return best === null ? null : [best, best + chip.words.length];
  }

  function mark(current = null) {
    const found = chips.map((chip) => ({ chip, span: place(chip) })).filter((one) => one.span);
    found.sort((one, other) => one.span[0] - other.span[0] || other.span[1] - one.span[1]);
    const marks = [];
    let at = 0;
    for (const { chip, span } of found) {
      if (span[0] >= at) {
        const role = chip.value.role === "landmark" ? "landmark" : chip.field;
        const one = element("span", { className: `mark mark--${role}`, textContent: text.value.slice(...span) });
        one.classList.toggle("is-refused", !chip.is_kept);
        one.classList.toggle("is-current", chip === current);
        marks.push(text.value.slice(at, span[0]), one);
        at = span[1];
      }
    }
    marks.push(text.value.slice(at), "\n");
    $("[data-marks]").replaceChildren(...marks);
  }

  function point(chip) {
    mark(chip);
    items().forEach((one) => one.classList.toggle("is-current", one.dataset.key === chip?.key && document.activeElement === text));
  }

  // --- A chip made of words of the text ---
  function onSelection() {
    let [from, to] = [text.selectionStart, text.selectionEnd];
    if (from === to) {
      const covered = chips.find((chip) => { const span = place(chip); return span && span[0] <= from && from < span[1]; });
      point(covered);
      itemOf(covered?.key)?.scrollIntoView({ block: "nearest" });
      if (covered) {
        return;
      }
      const isWord = (letter) => letter && /[\p{L}\p{N}’'@._+-]/u.test(letter);
      while (isWord(text.value[from - 1])) from -= 1;
      while (isWord(text.value[to])) to += 1;
      while (to > from && /[.,’'-]/.test(text.value[to - 1])) to -= 1;
      from += text.value.slice(from, to).match(/^(?:l|d|qu|n|s|c|j)[’']/i)?.[0].length ?? 0;
    }
    const words = text.value.slice(from, to).trim();
    if (words && words.length <= 300) {
      add.value = words;
      form.elements.add_start.value = from;
      form.elements.add_end.value = to;
    }
  }
  text.addEventListener("mouseup", () => window.setTimeout(onSelection));
  text.addEventListener("keydown", (event) => {
    if (event.key === "F2") {
      event.preventDefault();
      onSelection();
      add.focus();
      add.select();
    } else if (event.key === "Tab" && !event.shiftKey && items().length) {
      event.preventDefault();
      items()[0].querySelector("input").focus();
    }
  });
  add.addEventListener("input", () => {
    form.elements.add_start.value = form.elements.add_end.value = "";
  });

  async function addChip(kind) {
    const body = new FormData(form);
    body.set("add_kind", kind);
    try {
      const { chip } = await ask(form.dataset.chip, body);
      chips = [...chips.filter((one) => one.key !== chip.key), { ...chip, is_decided: true }];
      add.value = form.elements.add_start.value = form.elements.add_end.value = "";
      show(chip.key);
      keep();
    } catch (error) {
      explain(error);
      add.focus();
    }
  }

  // --- A chip corrected in its place ---
  function openEditor(chip) {
    const one = itemOf(chip.key);
    const model = $("[data-editors]").content.querySelector(`[data-editor=${chip.field}]`).cloneNode(true);
    const refusal = element("p", { className: "chip__refusal", role: "alert" });
    const done = element("button", { type: "button", className: "button", textContent: "Corriger" });
    const leave = element("button", { type: "button", className: "button button--quiet", textContent: "Annuler" });
    const editor = element("div", { className: "chip__form" }, model, refusal, element("div", { className: "actions" }, done, leave));
    const fields = [...model.querySelectorAll("[data-edit]")];
    let rows = null;
    for (const field of fields) {
      const value = chip.value[field.dataset.edit];
      if (field.type === "checkbox") {
        field.checked = Boolean(value);
      } else {
        field.value = field.dataset.edit === "amount" ? String(value).replace(".", ",") : value ?? "";
      }
      if (field.dataset.rows) {
        rows = offerRows(field, form.dataset.rows, explain);
      }
    }
    const close = () => show(chip.key);
    const send = async () => {
      const body = new FormData(form);
      body.set("chip", chips.indexOf(chip));
      for (const field of fields) {
        const isSent = field.type !== "checkbox" || field.checked;
        if (isSent) {
          body.set(`edit-${field.dataset.edit}`, field.value);
        }
      }
      if (rows?.chosen()) {
        body.set("edit-known", rows.chosen().key);
      }
      try {
        const answer = await ask(form.dataset.chip, body);
        if (answer.chip.key !== chip.key) {
          corrected.push(chip.key);
        }
        chips = chips.filter((other) => other === chip || other.key !== answer.chip.key);
        chips[chips.indexOf(chip)] = { ...answer.chip, is_decided: true };
        show(answer.chip.key);
        keep();
      } catch (error) {
        refusal.textContent = error instanceof Refused ? error.message : "";
        explain(error);
      }
    };
    done.addEventListener("click", send);
    leave.addEventListener("click", close);
    editor.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        event.preventDefault();
        close();
      } else if (event.key === "Enter" && event.target.matches("input, select")) {
        event.preventDefault();
        send();
      }
    });
    one.append(editor);
    fields[0].focus();
    fields[0].select?.();
  }

  // --- What the directory knows already ---
  function showKnown(known, link) {
    const list = $("[data-known-list]");
    const chosen = isLinkedByHand ? $("[name=link]:checked")?.value : link;
    const radio = (value, words, hidden = "") =>
      element("label", { className: "known__choice" },
        element("input", { type: "radio", name: "link", value, checked: value === (chosen || "new") }),
        ` ${words}`, element("span", { className: "visually-hidden", textContent: hidden }));
    $("[data-known]").hidden = !known.length;
    list.replaceChildren(radio("new", "une nouvelle initiative"), ...known.map((one) => {
      const link_ = element("a", { href: one.url, target: "_blank", rel: "noopener", textContent: one.title });
      link_.append(element("span", { className: "visually-hidden", textContent: " (nouvel onglet)" }));
      const box = element("div", { className: "known__one" },
        element("p", { className: "known__title" }, link_, " ", element("span", { className: "chip__why", textContent: `${one.likeness} : ${one.why}` })));
      for (const told of one.told) {
        box.append(element("p", { className: "known__told", textContent: `Déjà paru, ${told.bulletin} : « ${told.words} »` }));
      }
      box.append(radio(`follows:${one.pk}`, "la suite", ` de « ${one.title} »`));
      if (form.dataset.section) {
        box.append(radio(`same:${one.pk}`, "la même", ` que « ${one.title} »`));
      }
      return box;
    }));
    if (!list.querySelector("[name=link]:checked")) {
      list.querySelector("[name=link]").checked = true;
    }
  }
  form.addEventListener("change", (event) => {
    if (event.target.name === "link") {
      isLinkedByHand = true;
    } else if (event.target === theme) {
      form.elements.themed.value = theme.value ? "1" : "";
    }
    keep();
  });
  title.addEventListener("input", () => {
    form.elements.titled.value = title.value.trim() ? "1" : "";
  });
  day.addEventListener("input", () => {
    day.dataset.touched = "1";
  });

  // --- Nothing typed is lost ---
  function keep() {
    const isBlank = !text.value.trim() && !title.value.trim();
    try {
      if (isBlank) {
        window.localStorage.removeItem(key);
      } else {
        const kept = { text: text.value, title: title.value, day: day.value, theme: theme?.value, titled: form.elements.titled.value, themed: form.elements.themed.value, chips, corrected };
        window.localStorage.setItem(key, JSON.stringify({ account: form.dataset.account, at: Date.now(), box: kept }));
      }
    } catch {
      // A full or forbidden store: the page works as before, only without this net.
    }
  }

  function put(kept) {
    for (const name of ["text", "title", "day", "theme", "titled", "themed"]) {
      if (form.elements[name] && kept[name] !== undefined) {
        form.elements[name].value = kept[name];
      }
    }
    chips = kept.chips;
    corrected = kept.corrected;
    show();
    understand();
  }

  function offerKept() {
    let kept = null;
    try {
      kept = JSON.parse(window.localStorage.getItem(key));
    } catch {
      return;
    }
    if (!kept?.box || kept.account !== form.dataset.account || kept.box.text === first.text) {
      return;
    }
    const box = $("[data-kept]");
    const again = element("button", { type: "button", textContent: "Le reprendre" });
    const drop = element("button", { type: "button", textContent: "L’oublier" });
    again.addEventListener("click", () => {
      box.hidden = true;
      put(kept.box);
      text.focus();
    });
    drop.addEventListener("click", () => {
      window.localStorage.removeItem(key);
      box.hidden = true;
      text.focus();
    });
    const words = kept.box.text.length > 160 ? `${kept.box.text.slice(0, 160)}…` : kept.box.text;
    box.replaceChildren(element("div", { className: "note note--warning" },
      element("p", { textContent: `Un texte que vous aviez tapé ici (${moment(kept.at)}) n’a pas été enregistré : « ${words} »` }),
      element("div", { className: "actions" }, again, drop)));
    box.hidden = false;
  }

  // --- Sending ---
  form.addEventListener("input", (event) => {
    window.clearTimeout(timer);
    if (event.target === text) {
      mark();
      timer = window.setTimeout(understand, event.inputType === "insertFromPaste" ? 0 : PAUSE);
    }
    keep();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit($("[name=act][value=save]"));
    } else if (event.key === "Enter" && event.target === add) {
      event.preventDefault();
      $(".add-chip__kind").focus();
    } else if (event.key === "Enter" && (event.target === title || event.target.matches("input:not([type=checkbox])"))) {
      event.preventDefault(); // the first button of the form would answer
    }
  });
  form.addEventListener("submit", (event) => {
    if (event.submitter?.name === "add_kind") {
      event.preventDefault();
      addChip(event.submitter.value);
      return;
    }
    window.clearTimeout(timer);
    asking?.abort();
    keep();
    if (saved) {
      event.preventDefault();
      send(event.submitter);
      return;
    }
    try {
      // drafts.js forgets this text once the next page says that it is saved.
      window.localStorage.setItem(`${KEPT}envoye`, JSON.stringify({ key }));
    } catch {
      // As above.
    }
    form.elements.csrfmiddlewaretoken.value = token() || form.elements.csrfmiddlewaretoken.value;
  });
  async function send(button) {
    const body = new FormData(form);
    body.set("act", button?.value ?? "save");
    form.setAttribute("aria-busy", "true");
    try {
      const answer = await ask(form.action, body);
      window.localStorage.removeItem(key);
      saved(answer);
    } catch (error) {
      explain(error);
      state.scrollIntoView({ block: "nearest" });
    } finally {
      form.removeAttribute("aria-busy");
    }
  }
  window.addEventListener("online", understand);
  window.addEventListener("focus", () => state.querySelector("a") && understand());

  show(null);
  offerKept();
  if (text.value.trim() && !chips.length) {
    understand();
  }
}

document.querySelectorAll("form.ecrire[data-boxed]").forEach(start);
