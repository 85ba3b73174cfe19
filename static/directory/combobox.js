// A field with suggestions: a combobox (WAI-ARIA) whose list comes from the server. htmx is fetched at the first focus
// only. Without this file the field is a plain one, and the server reads what was typed.
for (const chooser of document.querySelectorAll("[data-chooser]")) {
  const input = chooser.querySelector("input");
  const list = chooser.querySelector(".suggest__list");
  const count = chooser.querySelector("[role=status]");
  const options = () => [...list.querySelectorAll("[role=option]")];
  let isWanted = false; // an answer that comes after the field was left is not shown

  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-haspopup", "listbox");
  input.setAttribute("aria-controls", chooser.dataset.list); // the listbox of the answer

  const activate = (option) => {
    for (const one of options()) one.setAttribute("aria-selected", String(one === option));
    if (option) {
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  };
  const show = () => {
    input.setAttribute("aria-expanded", String(options().length > 0));
    count.textContent = list.querySelector("[data-count]")?.dataset.count ?? "";
    activate(null);
  };
  const close = () => {
    isWanted = false;
    list.replaceChildren();
    show();
  };
  show();

  // What was typed while it was on its way, for this field or for another one, is asked for now.
  const ask = () => isWanted && input.dispatchEvent(new Event("input", { bubbles: true }));
  input.addEventListener("focus", () => {
    const coming = document.querySelector("script[data-htmx-loaded]");
    const script = coming ?? document.createElement("script");
    if (!window.htmx) script.addEventListener("load", ask);
    if (coming) return;
    script.src = chooser.dataset.htmx;
    script.dataset.htmxLoaded = "";
    document.head.append(script);
  });
  input.addEventListener("input", () => (isWanted = true));
  list.addEventListener("htmx:beforeSwap", (event) => isWanted || event.preventDefault());
  list.addEventListener("htmx:afterSwap", show);

  // A tap or a click in the list must not take the focus, which would close it before the choice is made.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => event.target.closest("a") && close());
  // A press elsewhere closes it once it has landed: on a phone the list stands above the button, which must not move
  // from under the finger.
  let isPressing = false;
  const released = () => isPressing && ((isPressing = false), close());
  document.addEventListener("pointerdown", (event) => (isPressing = isWanted && !chooser.contains(event.target)));
  document.addEventListener("click", released);
  for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, () => setTimeout(released, 400));
  input.addEventListener("blur", () => isPressing || close());

  input.addEventListener("keydown", (event) => {
    const all = options();
    const place = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
    if (event.key === "Escape" && list.hasChildNodes()) {
      close();
    } else if (event.key === "ArrowDown" && all.length) {
      activate(all[place + 1] ?? all[0]);
    } else if (event.key === "ArrowDown" && input.value) {
      input.dispatchEvent(new Event("input", { bubbles: true })); // a list that was closed is asked for again
    } else if (event.key === "ArrowUp" && all.length) {
      activate(all[place < 1 ? all.length - 1 : place - 1]);
    } else if (event.key === "Enter" && place >= 0) {
      all[place].click();
    } else {
      return;
    }
    event.preventDefault();
  });
}
