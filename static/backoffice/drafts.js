// What is typed is kept in this browser until it is saved: a closed tab, a crash or an ended session loses nothing.
"use strict";
(() => {
  const account = document.currentScript.dataset.account;
  const PREFIX = "texte-en-cours:";
  const SENT = `${PREFIX}envoye`;
  const keyOf = (path) => `${PREFIX}${path}`;
  const form = document.querySelector("form[data-keep]");

  const store = (key, value) => {
    try {
      window.localStorage.setItem(key, JSON.stringify(value));
    } catch {
      // A full or forbidden store: the form works as before, only without this net.
    }
  };
  const read = (key) => {
    try {
      return JSON.parse(window.localStorage.getItem(key));
    } catch {
      return null;
    }
  };
  const forget = (key) => window.localStorage.removeItem(key);
  const keys = () => Object.keys(window.localStorage).filter((key) => key.startsWith(PREFIX));

  // Texts only: choices and lines depend on what the page has loaded, and are quickly made again.
  const fields = () =>
    [...form.elements].filter(
      (field) => field.name && field.matches("textarea, input[type=text], input[type=url], input[type=email], input:not([type])")
        && !field.name.includes("__prefix__") && !field.closest(".select2-container"),
    );

  const saved = new Map();
  const changed = () => fields().filter((field) => field.value !== saved.get(field.name));

  const keep = () => {
    const values = Object.fromEntries(changed().map((field) => [field.name, field.value]));
    if (Object.keys(values).length) {
      store(keyOf(window.location.pathname), { account, at: Date.now(), values });
    } else {
      forget(keyOf(window.location.pathname));
    }
  };

  const offer = (draft) => {
    const different = fields().filter((field) => field.name in draft.values && field.value !== draft.values[field.name]);
    const known = new Set(fields().map((field) => field.name));
    const orphans = Object.entries(draft.values).filter(([name, value]) => !known.has(name) && value);
    if (!different.length && !orphans.length) {
      return;
    }
    const box = document.createElement("div");
    box.className = "note note--warning";
    box.setAttribute("role", "status");
    const words = document.createElement("p");
    const day = new Date(draft.at).toLocaleString("fr-FR", { dateStyle: "long", timeStyle: "short" })
      .replace(/^1(?=\s)/, "1er").replace(/(\d\d):(\d\d)$/, "$1\u00a0h\u00a0$2");
    words.textContent = `Un texte que vous aviez tapé ici (${day}) n’a pas été enregistré. Il est gardé dans ce navigateur.`;
    const texts = document.createElement("details");
    const summary = document.createElement("summary");
    summary.textContent = "Voir ce texte";
    texts.append(summary);
    [...different.map((field) => draft.values[field.name]), ...orphans.map(([, value]) => value)].forEach((value) => {
      const text = document.createElement("p");
      text.textContent = value || "(vide)";
      texts.append(text);
    });
    const buttons = document.createElement("div");
    buttons.className = "actions";
    const take = document.createElement("button");
    take.type = "button";
    take.textContent = "Remettre ce texte dans la fiche";
    take.addEventListener("click", () => {
      different.forEach((field) => {
        field.value = draft.values[field.name];
        field.dispatchEvent(new Event("input", { bubbles: true }));
      });
      words.textContent = "Votre texte est remis dans la fiche. Il n’est pas encore enregistré.";
      buttons.remove();
    });
    const drop = document.createElement("button");
    drop.type = "button";
    drop.textContent = "L’oublier";
    drop.addEventListener("click", () => {
      forget(keyOf(window.location.pathname));
      box.remove();
    });
    if (different.length) {
      buttons.append(take);
    }
    buttons.append(drop);
    box.append(words, texts, buttons);
    form.before(box);
  };

  // A save that was sent has arrived when the next page says so.
  const sent = read(SENT);
  if (sent && account && document.querySelector(".messagelist .success")) {
    forget(sent.key);
    forget(SENT);
  }

  const note = document.querySelector("[data-kept-text]");
  if (note && keys().some((key) => key !== SENT)) {
    note.hidden = false;
  }

  const leave = document.getElementById("logout-form");
  if (leave) {
    // Someone else may sit down at this computer.
    leave.addEventListener("submit", () => keys().forEach(forget));
  }

  if (form && account) {
    // On a form that was refused, what stands in the fields is not saved anywhere yet.
    const isRefused = Boolean(document.getElementById("erreurs"));
    fields().forEach((field) => saved.set(field.name, isRefused ? null : field.defaultValue));
    const draft = read(keyOf(window.location.pathname));
    if (draft && draft.account === account) {
      offer(draft);
    }
    let timer = 0;
    form.addEventListener("input", () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(keep, 400);
    });
    form.addEventListener("submit", () => {
      window.clearTimeout(timer);
      keep();
      store(SENT, { key: keyOf(window.location.pathname) });
      // Someone who logged in again in another tab has a new token: the form would be refused with the old one.
      const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
      if (token) {
        form.elements.csrfmiddlewaretoken.value = decodeURIComponent(token[1]);
      }
    });
  }
})();
