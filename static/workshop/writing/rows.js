// A combobox (WAI-ARIA) over rows of the directory: the list comes from the server while one types.
import { ask } from "./asking.js";

const PAUSE = 150; // ms
let lists = 0;

/** Make `field` a combobox. `chosen()` of the answer is the row that its words stand for, if one was chosen. */
export function offerRows(field, url, onError) {
  const id = `fiches-${(lists += 1)}`;
  const list = Object.assign(document.createElement("ul"), { id, className: "rows", hidden: true });
  const count = Object.assign(document.createElement("span"), { className: "visually-hidden" });
  count.setAttribute("role", "status");
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Fiches connues");
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", id], ["aria-expanded", "false"], ["autocomplete", "off"]]) {
    field.setAttribute(name, value);
  }
  field.parentElement.classList.add("has-rows");
  field.after(list, count);
  let rows = [];
  let row = null;
  let waiting = 0;
  let asked = 0;

  const options = () => [...list.children];
  const at = () => options().findIndex((one) => one.getAttribute("aria-selected") === "true");

  function point(place) {
    options().forEach((one, index) => one.setAttribute("aria-selected", String(index === place)));
    const one = options()[place];
    if (one) {
      field.setAttribute("aria-activedescendant", one.id);
      one.scrollIntoView({ block: "nearest" });
    } else {
      field.removeAttribute("aria-activedescendant");
    }
  }

  function show(found) {
    rows = found;
    list.replaceChildren(...rows.map((one, index) => {
      const option = Object.assign(document.createElement("li"), { id: `${id}-${index}`, textContent: one.label });
      option.setAttribute("role", "option");
      option.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
      option.addEventListener("click", () => choose(index));
      return option;
    }));
    list.hidden = !rows.length;
    field.setAttribute("aria-expanded", String(Boolean(rows.length)));
    count.textContent = rows.length ? `${rows.length} fiche${rows.length > 1 ? "s" : ""}` : "";
    point(-1);
  }

  function choose(place) {
    row = rows[place];
    field.value = row.name;
    show([]);
  }

  field.addEventListener("input", () => {
    row = null;
    window.clearTimeout(waiting);
    waiting = window.setTimeout(async () => {
      const mine = (asked += 1);
      try {
        const { choices } = await ask(`${url}?${new URLSearchParams({ sorte: field.dataset.rows, q: field.value })}`);
        if (mine === asked && document.activeElement === field) {
          show(choices);
        }
      } catch (error) {
        onError(error);
      }
    }, PAUSE);
  });
  field.addEventListener("blur", () => show([]));
  field.addEventListener("keydown", (event) => {
    if (!rows.length) {
      return;
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const step = event.key === "ArrowDown" ? 1 : -1;
      point((at() + step + rows.length) % rows.length);
    } else if (event.key === "Enter" && at() >= 0) {
      choose(at());
    } else if (event.key === "Escape") {
      show([]);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation(); // the editor around it would close, or send
  });
  return { chosen: () => row };
}
