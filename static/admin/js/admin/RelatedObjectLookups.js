// In the place of Django's file of this name, which opens windows: the record of a choice opens in a panel of the page.
// Without this script its links lead to the ordinary page of the record, with a way back.
"use strict";
(() => {
  const $ = django.jQuery;
  const panels = new Map(); // by address and field: what was typed into a closed panel is found again
  let count = 0;

  // A link stands beside its choice, or in the list of the chosen ones below it.
  const selectOf = (link) => {
    const list = link.closest(".related-chosen");
    return (list ? list.previousElementSibling : link.closest(".related-widget-wrapper")).querySelector("select");
  };

  const followChoice = (select) => {
    const wrapper = select.closest(".related-widget-wrapper");
    wrapper.querySelectorAll(":scope > [data-href-template]").forEach((link) => {
      if (select.value) {
        link.href = link.dataset.hrefTemplate.replace("__fk__", select.value);
        link.removeAttribute("aria-disabled");
      } else {
        link.removeAttribute("href");
        link.setAttribute("aria-disabled", "true");
      }
    });
    const list = wrapper.nextElementSibling;
    if (list && list.matches(".related-chosen")) {
      list.replaceChildren(...[...select.selectedOptions].map((option) => {
        const item = document.createElement("li");
        const link = document.createElement("a");
        link.className = "related-widget-wrapper-link";
        link.dataset.popup = "yes";
        link.href = list.dataset.hrefTemplate.replace("__fk__", option.value);
        link.textContent = `Modifier « ${option.textContent.trim()} »`;
        item.append(link);
        return item;
      }));
    }
  };

  const element = (name, attributes, ...children) => {
    const made = document.createElement(name);
    Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
    made.append(...children);
    return made;
  };

  // The ids of the fetched form are those of any form: each panel has its own.
  const withOwnIds = (root, prefix) => {
    root.querySelectorAll("[id]").forEach((one) => { one.id = prefix + one.id; });
    for (const name of ["for", "aria-describedby", "aria-labelledby", "aria-controls"]) {
      root.querySelectorAll(`[${name}]`).forEach((one) => {
        one.setAttribute(name, one.getAttribute(name).split(" ").map((id) => prefix + id).join(" "));
      });
    }
    root.querySelectorAll('a[href^="#"]').forEach((one) => {
      one.setAttribute("href", `#${prefix}${one.getAttribute("href").slice(1)}`);
    });
  };

  // Their lists lie in what scrolls, so that they stay below their boxes.
  const choiceBoxes = (root) => {
    $(root).find(".admin-autocomplete").not("[name*=__prefix__]").each((_, select) => {
      const data = ({ term, page }) => ({
        term, page, app_label: select.dataset.appLabel, model_name: select.dataset.modelName,
        field_name: select.dataset.fieldName,
      });
      $(select).select2({ ajax: { data }, dropdownParent: $(root) });
    });
    root.querySelectorAll(".related-widget-wrapper select").forEach(followChoice);
  };

  const refuse = (panel, sentence) => {
    panel.body.querySelectorAll(".panel__failure").forEach((one) => one.remove());
    const told = element("p", { class: "note note--error panel__failure", role: "alert", tabindex: "-1" }, sentence);
    panel.body.prepend(told);
    told.focus();
  };

  const fill = (panel, page) => {
    const content = page.querySelector("#content-main");
    const form = content && content.querySelector("form.record");
    if (!form) {
      refuse(panel, "Cette fiche ne peut pas s’ouvrir ici : votre session a peut-être expiré. Ce que vous avez tapé est "
        + "conservé : reconnectez-vous dans un autre onglet, puis recommencez.");
      return;
    }
    const imported = document.importNode(content, true);
    imported.querySelectorAll("script").forEach((one) => one.remove());
    imported.removeAttribute("id");
    withOwnIds(imported, panel.prefix);
    const title = page.querySelector("#content h1");
    panel.title.textContent = title ? title.textContent : "Fiche";
    panel.body.replaceChildren(imported);
    choiceBoxes(panel.body);
    const errors = panel.body.querySelector('[role="alert"]');
    const first = panel.body.querySelector("input:not([type=hidden]), select, textarea");
    (errors || first || panel.dialog).focus();
  };

  const load = async (panel, url, options) => {
    panel.dialog.setAttribute("aria-busy", "true");
    try {
      const response = await fetch(url, { credentials: "same-origin", ...options });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const done = page.getElementById("django-admin-popup-response-constants");
      if (done) {
        finish(panel, JSON.parse(done.dataset.popupResponse));
      } else if (response.status === 403) {
        refuse(panel, "Vous ne pouvez pas ouvrir cette fiche.");
      } else {
        fill(panel, page);
      }
    } catch {
      refuse(panel, "Le réseau ne répond pas : rien n’est encore enregistré. Ce que vous avez tapé est conservé ici.");
    } finally {
      panel.dialog.removeAttribute("aria-busy");
    }
  };

  // The record as it is called now, chosen where it was added, renamed wherever it was chosen already.
  const finish = (panel, told) => {
    const select = panel.select;
    const value = String(told.new_value || told.value);
    const model = select.closest("[data-model-ref]");
    const same = model ? `[data-model-ref="${CSS.escape(model.dataset.modelRef)}"] option` : "option";
    const changed = new Set([select]);
    if (told.action === "change") {
      document.querySelectorAll(same).forEach((option) => {
        if (option.value === String(told.value)) {
          changed.add(option.closest("select"));
          option.replaceWith(new Option(told.obj, value, option.selected, option.selected));
        }
      });
    } else {
      [...select.options].filter((option) => option.value === value).forEach((option) => option.remove());
      select.append(new Option(told.obj, value, true, true));
    }
    panels.delete(panel.key);
    panel.dialog.close();
    panel.dialog.remove();
    changed.forEach((one) => $(one).trigger("change"));
    panel.focusBack();
  };

  const build = (link, key) => {
    count += 1;
    const prefix = `panneau${count}-`;
    const title = element("h2", { id: `${prefix}titre`, class: "panel__title" }, "Fiche");
    const close = element("button", { type: "button", class: "button panel__close" }, "Fermer");
    const body = element("div", { class: "panel__body" });
    const head = element("div", { class: "panel__head" }, title, close);
    const dialog = element("dialog", { class: "panel", "aria-labelledby": title.id, tabindex: "-1" }, head, body);
    const select = selectOf(link);
    const wrapper = select.closest(".related-widget-wrapper");
    const focusBack = () => {
      const box = wrapper.querySelector(".select2-selection");
      (link.isConnected && link.href ? link : box || select).focus();
    };
    const panel = { key, prefix, dialog, title, body, select, focusBack };
    close.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", focusBack);
    dialog.addEventListener("submit", (event) => {
      event.preventDefault();
      event.stopPropagation();
      const form = event.target;
      const data = new FormData(form, event.submitter);
      load(panel, form.getAttribute("action") || panel.url, { method: "POST", body: data });
    });
    document.body.append(dialog);
    return panel;
  };

  const open = (link) => {
    const url = new URL(link.href);
    url.searchParams.delete("retour");
    url.searchParams.set("_popup", "1");
    const select = selectOf(link);
    const key = `${url.href} ${select.name} ${select.form ? select.form.id : ""}`;
    const known = panels.get(key);
    const panel = known || build(link, key);
    panels.set(key, panel);
    panel.url = url.href;
    panel.dialog.showModal();
    if (!known) {
      load(panel, url.href);
    }
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest('.related-widget-wrapper-link[data-popup="yes"]');
    // With a key held down the reader asks for a tab of his own, and gets the ordinary page.
    const select = link && selectOf(link);
    if (select && link.href && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      open(link);
    }
  });

  $(() => {
    $("body").on("change", ".related-widget-wrapper select", (event) => followChoice(event.target));
    document.querySelectorAll(".related-widget-wrapper select").forEach(followChoice);
  });
})();
