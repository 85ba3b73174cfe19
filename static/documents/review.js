// The review of an imported document: corrections without a jump, words that lead to their fields, keys, selection.
// Without this script every button still works, one page a correction.
"use strict";
(() => {
  const reading = document.querySelector("[data-reading]");
  if (reading) {
    upload(reading);
  }
  document.querySelector("[data-focus]")?.focus();
  if (!document.querySelector("[data-review]")) {
    return;
  }

  const review = () => document.querySelector("[data-review]");
  const pane = () => document.querySelector("[data-document]");
  const stories = () => [...document.querySelectorAll("[data-story]")];
  const isTyping = (target) => target.closest("input, textarea, select, [contenteditable]");
  const isSplit = () => window.getComputedStyle(pane().parentElement).position === "sticky";
  let choice = null; // the words selected in the document

  // --- Seeing a value in the document and back ---
  const show = (element) => {
    document.querySelectorAll(".is-current").forEach((one) => one.classList.remove("is-current"));
    element.classList.add("is-current");
  };
  const go = (element) => {
    element.focus({ preventScroll: true });
    element.scrollIntoView({ block: element.offsetHeight > window.innerHeight / 2 ? "start" : "nearest" });
  };
  const toDocument = (element) => {
    if (isSplit()) {
      const top = element.getBoundingClientRect().top - pane().getBoundingClientRect().top;
      pane().scrollTop += top - pane().clientHeight / 3;
    } else {
      element.scrollIntoView({ block: "center" });
    }
  };
  const followStory = (story) => {
    const passage = document.querySelector(`.passage[data-target="${story.id}"]`);
    if (passage && !passage.classList.contains("is-current")) {
      document.querySelectorAll(".passage.is-current").forEach((one) => one.classList.remove("is-current"));
      document.querySelectorAll(`.passage[data-target="${story.id}"]`).forEach((one) => one.classList.add("is-current"));
      if (isSplit()) {
        toDocument(passage);
      }
    }
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-review] a[href^='#']");
    if (link) {
      const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (link.matches(".mark") && !window.getSelection().isCollapsed) {
        event.preventDefault();
      } else if (target) {
        event.preventDefault();
        if (target.closest("[data-document]")) {
          toDocument(target);
          show(target);
          target.focus({ preventScroll: isSplit() });
        } else {
          target.closest("details")?.setAttribute("open", "");
          go(target);
          show(target);
        }
      }
    }
    if (event.target.closest("[data-help]")) {
      toggleHelp();
    }
  });
  document.addEventListener("focusin", (event) => {
    const story = event.target.closest("[data-story]");
    if (story) {
      followStory(story);
    }
  });

  // --- Corrections without leaving the page ---
  const placeOf = (form) => form.dataset.place || "";
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-correct]");
    if (form) {
      form.dataset.dirty = "1";
    }
  });

  // With the arrows a list changes at each step: only a choice with the mouse or the finger is sent at once.
  let isPointed = false;
  document.addEventListener("pointerdown", () => (isPointed = true), true);
  document.addEventListener("keydown", () => (isPointed = false), true);

  // A title is saved when it is left, unless a button of its own card was pressed, which saves it too.
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-title]")) {
      saveSoon(event.target.form);
    } else if (event.target.matches("[data-theme]") && event.target.value && isPointed) {
      const form = event.target.form;
      send(form, form.querySelector('button[name="act"]'));
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("[data-title]")) {
      event.preventDefault();
      event.target.closest("[data-story]").focus({ preventScroll: true });
    }
  });
  function saveSoon(form) {
    window.setTimeout(() => {
      const now = document.querySelector(`form[data-place="${CSS.escape(placeOf(form))}"][data-dirty]`);
      if (now && isSending) {
        saveSoon(now);
      } else if (now) {
        send(now, null, { isQuiet: true });
      }
    }, 300);
  }
  window.addEventListener("beforeunload", (event) => {
    if (document.querySelector("form[data-dirty]")) {
      event.preventDefault();
    }
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-review] form")) {
      return;
    }
    if (!form.matches("[data-correct]")) {
      document.querySelectorAll("form[data-dirty]").forEach((one) => delete one.dataset.dirty);
      return;
    }
    event.preventDefault();
    send(form, event.submitter);
  });

  let isSending = false;
  let waiting = null; // what was pressed while something else was on its way
  async function send(form, button, { isQuiet = false } = {}) {
    if (isSending) {
      waiting = { place: placeOf(form), act: button?.value };
      return;
    }
    isSending = true;
    const body = new FormData(form);
    if (button?.name) {
      body.set(button.name, button.value);
    }
    review().setAttribute("aria-busy", "true");
    try {
      const answer = await window.fetch(form.action, { method: "POST", body, headers: { "X-Requested-With": "fetch" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("[data-review]");
      if (!fresh) {
        throw new Error("another page");
      }
      put(fresh, form, body.get("act"), isQuiet ? null : answer.headers.get("X-Anchor"), isQuiet && answer.ok);
    } catch {
      // The session has ended or the network is away: the browser sends the form itself and shows what comes.
      const act = document.createElement("input");
      act.type = "hidden";
      act.name = "act";
      act.value = body.get("act") || "save";
      form.append(act);
      document.querySelectorAll("form[data-dirty]").forEach((one) => delete one.dataset.dirty);
      form.submit();
    } finally {
      isSending = false;
      review().removeAttribute("aria-busy");
    }
    if (waiting) {
      const { place, act } = waiting;
      waiting = null;
      const next = document.querySelector(`form[data-place="${CSS.escape(place)}"] button[name="act"][value="${CSS.escape(act || "")}"]`);
      next?.form.requestSubmit(next);
    }
  }

  function put(fresh, sent, act, anchor, keepsFocus) {
    const focused = addressOf(document.activeElement);
    const opened = [...document.querySelectorAll("details[open][id]")].map((one) => one.id);
    const unsaved = [...document.querySelectorAll("form[data-dirty]")].filter((form) => form !== sent);
    const scroll = pane().scrollTop;
    review().replaceWith(document.adoptNode(fresh));
    const isDecided = act === "accept" || act === "set_aside";
    opened.forEach((id) => {
      if (!(isDecided && id === `e-${placeOf(sent)}`)) {
        document.getElementById(id)?.setAttribute("open", "");
      }
    });
    unsaved.forEach((form) => keepTyped(form));
    pane().scrollTop = scroll;
    ready();
    if (keepsFocus) {
      (focused && document.querySelector(focused))?.focus({ preventScroll: true });
      return;
    }
    const refused = document.querySelector("[data-focus]");
    const target = refused || document.getElementById(anchor || "") || document.getElementById(placeOf(sent));
    if (target) {
      if (!target.hasAttribute("tabindex")) {
        target.setAttribute("tabindex", "-1");
      }
      go(target);
    }
  }

  // Where the focus was, as a selector that finds the same place in the page that comes.
  function addressOf(element) {
    if (!element || !element.closest("[data-review]")) {
      return null;
    }
    if (element.id) {
      return `#${CSS.escape(element.id)}`;
    }
    const form = element.closest("form[data-place]");
    return form && element.name
      ? `form[data-place="${CSS.escape(placeOf(form))}"] [name="${CSS.escape(element.name)}"][value="${CSS.escape(element.value)}"]`
      : null;
  }

  function keepTyped(old) {
    const form = document.querySelector(`form[data-place="${CSS.escape(placeOf(old))}"]`);
    if (!form) {
      return;
    }
    [...old.elements].forEach((field) => {
      const other = field.name && field.type !== "hidden" && field.type !== "submit" ? form.elements[field.name] : null;
      if (other && "value" in other) {
        other.value = field.value;
        if (field.type === "checkbox") {
          other.checked = field.checked;
        }
      }
    });
    form.dataset.dirty = "1";
    if (old.querySelector("details[open]")) {
      form.querySelector("details")?.setAttribute("open", "");
    } else if (form.querySelector("[data-title]") && document.activeElement?.form !== form) {
      saveSoon(form);
    }
  }

  // --- Keys: only while an initiative or the document has the focus, and never in a field ---
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      hideAdder();
      return;
    }
    if (event.altKey || event.ctrlKey || event.metaKey || isTyping(event.target)) {
      return;
    }
    const bar = event.target.closest("[data-adder]");
    if (bar && (event.key === "ArrowRight" || event.key === "ArrowLeft")) {
      moveInBar(bar, event.key === "ArrowRight" ? 1 : -1);
      event.preventDefault();
      return;
    }
    if (!event.target.closest(".review__panes, .review__bar")) {
      return;
    }
    const story = event.target.closest("[data-story]");
    const isOnStory = event.target === story;
    const keys = {
      j: () => step(story, 1),
      k: () => step(story, -1),
      a: () => press(story, "accept"),
      x: () => press(story, "set_aside"),
      c: () => openForm(story),
      t: () => story?.querySelector("[data-title]")?.focus(),
      m: () => press(story, "merge"),
      h: () => event.target.closest(".part")?.querySelector("[data-theme]")?.focus(),
      v: () => pressAny("confirm"),
      s: () => pressAny("clean"),
      d: () => story?.querySelector("[data-seen]").click(),
      "?": toggleHelp,
      "+": focusAdder,
    };
    if (isOnStory) {
      Object.assign(keys, { ArrowDown: keys.j, ArrowUp: keys.k });
    }
    if (keys[event.key]) {
      event.preventDefault();
      keys[event.key]();
    }
  });

  function step(story, by) {
    const all = stories();
    const at = story ? all.indexOf(story) + by : by > 0 ? 0 : all.length - 1;
    const next = all[Math.min(Math.max(at, 0), all.length - 1)];
    if (next) {
      go(next);
    }
  }
  function press(story, act) {
    const button = story?.querySelector(`button[name="act"][value="${act}"]`);
    if (button) {
      button.form.requestSubmit(button);
    }
  }
  function pressAny(act) {
    const button = document.querySelector(`.review__bar button[name="act"][value="${act}"]`);
    button?.form.requestSubmit(button);
  }
  function openForm(story) {
    const details = story?.querySelector("details.edit");
    if (details) {
      details.open = true;
      details.querySelector("textarea, input").focus();
    }
  }
  function toggleHelp() {
    const box = document.getElementById("aide-clavier");
    const button = document.querySelector("[data-help]");
    box.hidden = !box.hidden;
    button.setAttribute("aria-expanded", String(!box.hidden));
    if (!box.hidden) {
      const first = document.querySelector(".story--pending") || stories()[0];
      if (first) {
        go(first);
      }
    }
  }

  // --- Words selected in the document become a value of their initiative ---
  const letters = (text) => [...text].length; // the server counts characters, not UTF-16 units
  function offsetOf(node, offset) {
    const piece = node.parentElement?.closest("[data-at]");
    return piece && node.nodeType === Node.TEXT_NODE
      ? Number(piece.dataset.at) + letters(node.data.slice(0, offset))
      : null;
  }
  function chosenInDocument() {
    const selection = window.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) {
      return null;
    }
    const range = selection.getRangeAt(0);
    const passage = range.startContainer.parentElement?.closest(".passage[data-target]");
    const words = selection.toString().trim();
    const story = passage && document.getElementById(passage.dataset.target);
    if (!words || !story?.matches("[data-story]") || !passage.contains(range.endContainer)) {
      return null;
    }
    const start = offsetOf(range.startContainer, range.startOffset);
    const end = offsetOf(range.endContainer, range.endOffset);
    return start === null || end === null || end <= start ? null : { story, start, end, words, box: range.getBoundingClientRect() };
  }
  document.addEventListener("selectionchange", () => {
    window.clearTimeout(document.reviewTimer);
    document.reviewTimer = window.setTimeout(() => {
      if (document.activeElement?.closest("[data-adder]")) {
        return;
      }
      choice = chosenInDocument();
      if (choice) {
        showAdder();
      } else {
        hideAdder();
      }
    }, 150);
  });
  const adder = () => document.querySelector("[data-adder]");
  function showAdder() {
    const bar = adder();
    bar.hidden = false;
    bar.querySelector("[data-adder-words]").textContent = `« ${choice.words.slice(0, 60)} » (initiative ${stories().indexOf(choice.story) + 1})`;
    const below = choice.box.bottom + 8;
    const fits = below + bar.offsetHeight < window.innerHeight;
    const top = fits ? below : Math.min(choice.box.top, window.innerHeight) - bar.offsetHeight - 8;
    bar.style.top = `${Math.max(8, top)}px`;
    bar.style.left = `${Math.max(8, Math.min(choice.box.left, window.innerWidth - bar.offsetWidth - 8))}px`;
  }
  function hideAdder() {
    const bar = adder();
    if (bar && !bar.hidden) {
      const had = bar.contains(document.activeElement);
      bar.hidden = true;
      if (had) {
        pane().focus({ preventScroll: true });
      }
    }
    choice = null;
  }
  function focusAdder() {
    if (choice) {
      adder().querySelector("button").focus();
    }
  }
  function moveInBar(bar, by) {
    const buttons = [...bar.querySelectorAll("button")];
    const at = buttons.indexOf(document.activeElement) + by;
    buttons[(at + buttons.length) % buttons.length].focus();
  }
  // Pressing a button must not lose the selection before it is read.
  document.addEventListener("mousedown", (event) => {
    if (event.target.closest("[data-adder]")) {
      event.preventDefault();
    }
  });
  document.addEventListener("click", (event) => {
    const add = event.target.closest("[data-add-as]");
    const cut = event.target.closest("[data-cut-here]");
    if (!choice || !(add || cut)) {
      return;
    }
    const form = choice.story.querySelector("form");
    if (add) {
      form.elements.add_kind.value = add.dataset.addAs;
      form.elements.add_text.value = choice.words;
      form.elements.add_start.value = choice.start;
      form.elements.add_end.value = choice.end;
      form.requestSubmit(form.querySelector("[data-add]"));
    } else {
      cutAt(form, choice.start, choice.words);
    }
    hideAdder();
    window.getSelection().removeAllRanges();
  });
  function cutAt(form, offset, words) {
    const body = form.querySelector("[data-cut]");
    if (!body) {
      return;
    }
    body.add(new Option(`à partir de « ${words.slice(0, 50)}… »`, offset, true, true));
    form.requestSubmit(form.querySelector("[data-split]"));
  }

  // Words selected in the text field of a card: they fill “Ajouter” and “Couper”, for those who use the keyboard.
  document.addEventListener("select", (event) => {
    const area = event.target.closest("[data-text]");
    if (!area) {
      return;
    }
    const words = area.value.slice(area.selectionStart, area.selectionEnd).trim();
    const form = area.form;
    form.elements.add_text.value = words;
    const at = placeInDocument(form.dataset.place, words);
    form.elements.add_start.value = at === null ? "" : at;
    form.elements.add_end.value = at === null ? "" : at + letters(words);
    const cuts = form.querySelector("[data-cut]");
    if (cuts && at !== null) {
      cuts.querySelector("[data-chosen]")?.remove();
      const option = new Option(`à partir de « ${words.slice(0, 50)}… »`, at, true, true);
      option.dataset.chosen = "1";
      cuts.add(option, 0);
    }
  });
  document.addEventListener("input", (event) => {
    if (event.target.matches("[data-add-text]")) {
      event.target.form.elements.add_start.value = "";
      event.target.form.elements.add_end.value = "";
    }
  });
  function placeInDocument(story, words) {
    for (const line of document.querySelectorAll(`.passage[data-target="${story}"] p:not(.passage__label)`)) {
      const pieces = [...line.querySelectorAll("[data-at]")];
      const at = pieces.map((one) => one.textContent).join("").indexOf(words);
      if (words && at >= 0) {
        return Number(pieces[0].dataset.at) + letters(pieces.map((one) => one.textContent).join("").slice(0, at));
      }
    }
    return null;
  }

  function ready() {
    const help = document.querySelector("[data-help]");
    if (help) {
      help.hidden = false;
    }
    review().classList.add("has-keys");
  }
  ready();

  // --- The upload ---
  function upload(form) {
    const zone = form.querySelector("[data-drop]");
    const file = form.querySelector("input[type=file]");
    form.querySelector(".drop__hint").hidden = false;
    for (const name of ["dragenter", "dragover"]) {
      zone.addEventListener(name, (event) => {
        event.preventDefault();
        zone.classList.add("is-over");
      });
    }
    for (const name of ["dragleave", "drop"]) {
      zone.addEventListener(name, () => zone.classList.remove("is-over"));
    }
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      if (event.dataTransfer.files.length) {
        file.files = event.dataTransfer.files;
      }
    });
    form.addEventListener("submit", () => {
      form.querySelector("[data-reading-state]").hidden = false;
      form.querySelector("[type=submit]").disabled = true;
    });
    // Coming back with the browser's button: the form is ready again.
    window.addEventListener("pageshow", () => {
      form.querySelector("[data-reading-state]").hidden = true;
      form.querySelector("[type=submit]").disabled = false;
    });
  }
})();
