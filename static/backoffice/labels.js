// Names for what the admin's own scripts draw without one: the boxes where one chooses by typing, and new lines.
"use strict";
(() => {
  const labelOf = (select) => {
    const label = select && select.id && document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
    return label ? label.textContent.replace("(obligatoire)", "").trim() : "Choix";
  };

  const nameOne = (container) => {
    const select = container.previousElementSibling;
    const name = labelOf(select);
    const selection = container.querySelector(".select2-selection");
    const shown = container.querySelector(".select2-selection__rendered");
    if (selection && !selection.hasAttribute("aria-label")) {
      const value = select.multiple ? "" : (shown ? shown.getAttribute("title") || shown.textContent.trim() : "");
      selection.removeAttribute("aria-labelledby");
      selection.setAttribute("aria-label", value ? `${name} : ${value}` : `${name}, choisir`);
      if (select.getAttribute("aria-describedby")) {
        selection.setAttribute("aria-describedby", select.getAttribute("aria-describedby"));
      }
      if (shown) {
        shown.removeAttribute("role");
        shown.removeAttribute("aria-readonly");
      }
    }
    const inline = container.querySelector(".select2-search--inline .select2-search__field");
    if (inline) {
      inline.setAttribute("aria-label", name);
    }
  };

  const nameAll = () => document.querySelectorAll("select + .select2-container").forEach(nameOne);

  const nameOpen = (event) => {
    const name = labelOf(event.target);
    window.setTimeout(() => {
      document.querySelectorAll(".select2-container--open .select2-search__field").forEach((field) => {
        field.setAttribute("aria-label", `${name} : tapez les premières lettres`);
      });
      document.querySelectorAll(".select2-container--open .select2-results__options").forEach((list) => {
        list.setAttribute("aria-label", name);
        const selection = event.target.nextElementSibling.querySelector("[role=combobox]");
        if (selection) {
          selection.setAttribute("aria-controls", list.id);
        }
        const dropdown = list.closest("body > .select2-container, .panel__body > .select2-container");
        dropdown.setAttribute("role", "region");
        dropdown.setAttribute("aria-label", `Choix : ${name}`);
      });
    }, 0);
  };

  const rename = (event) => {
    const container = event.target.nextElementSibling;
    if (container && container.matches(".select2-container")) {
      container.querySelector(".select2-selection").removeAttribute("aria-label");
      nameOne(container);
    }
  };

  const numberLines = (group) => {
    group.querySelectorAll(".line:not(.empty-form)").forEach((line, index) => {
      line.setAttribute("aria-label", (line.getAttribute("aria-label") || "Ligne").replace(/\d+$/, String(index + 1)));
      line.querySelectorAll("[aria-describedby]").forEach((field) => {
        if (field.id) {
          const help = line.querySelector(`#${CSS.escape(`${field.id}_helptext`)}`);
          if (help) {
            field.setAttribute("aria-describedby", help.id);
          }
        }
      });
    });
  };

  // A button made by the admin's script is a link: the space bar must press it as well.
  document.addEventListener("keydown", (event) => {
    if (event.key === " " && event.target.matches("a[role=button]")) {
      event.preventDefault();
      event.target.click();
    }
  });

  window.addEventListener("load", () => {
    nameAll();
    // The boxes are drawn when the admin's script is ready, which may be after this.
    new MutationObserver(nameAll).observe(document.body, { childList: true, subtree: true });
    const $ = window.django && window.django.jQuery;
    if ($) {
      $(document).on("select2:open", nameOpen);
      $(document).on("change select2:select select2:unselect", "select.admin-autocomplete", (event) => {
        window.setTimeout(() => rename(event), 0);
      });
    }
    document.addEventListener("formset:added", (event) => {
      window.setTimeout(() => {
        nameAll();
        numberLines(event.target.closest(".lines"));
        const first = event.target.querySelector(".select2-selection, input:not([type=hidden]), select, textarea");
        if (first) {
          first.focus();
        }
      }, 0);
    });
    const errors = document.getElementById("erreurs");
    if (errors) {
      errors.focus();
    }
  });
})();
