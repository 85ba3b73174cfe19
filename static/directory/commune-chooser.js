// The commune chooser: fetches htmx at the first focus only, moves through the suggestions with the arrow keys.
// Without this file the field is a plain one, and the server asks which commune was meant.
for (const chooser of document.querySelectorAll("[data-chooser]")) {
  const input = chooser.querySelector("input");
  const choices = chooser.querySelector("[role=status]");
  const links = () => [...choices.querySelectorAll("a")];

  input.addEventListener("focus", () => {
    if (document.querySelector("script[data-htmx-loaded]")) return;
    const script = document.createElement("script");
    script.src = chooser.dataset.htmx;
    script.dataset.htmxLoaded = "";
    // What was typed while it was on its way is asked for now.
    script.addEventListener("load", () => input.value && input.dispatchEvent(new Event("input", { bubbles: true })));
    document.head.append(script);
  });

  chooser.addEventListener("keydown", (event) => {
    const stops = [input, ...links()];
    const place = stops.indexOf(document.activeElement);
    if (event.key === "Escape" && links().length) {
      choices.replaceChildren();
      input.focus();
      event.preventDefault();
    } else if (event.key === "ArrowDown" && place + 1 < stops.length) {
      stops[place + 1].focus();
      event.preventDefault();
    } else if (event.key === "ArrowUp" && place > 0) {
      stops[place - 1].focus();
      event.preventDefault();
    }
  });
}
