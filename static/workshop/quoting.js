// What is selected in the record above can be quoted in a message: one button copies it. Without this, people paste it.
"use strict";
(() => {
  const button = document.querySelector("[data-quote]");
  if (!button) return;
  const form = button.form;
  const LONGEST = 500;
  let chosen = "";

  const offer = (text) => {
    const words = text.trim().replace(/\s+/g, " ").slice(0, LONGEST);
    if (!words) return;
    chosen = words;
    button.hidden = false;
    button.textContent = `Citer «\u00a0${words.length > 30 ? `${words.slice(0, 30)}…` : words}\u00a0»`;
  };

  document.addEventListener("select", (event) => {
    const field = event.target;
    if (!field.value || form.contains(field)) return;
    offer(field.value.slice(field.selectionStart, field.selectionEnd));
  });
  document.addEventListener("mouseup", () => {
    const selection = document.getSelection();
    if (selection.anchorNode && !form.contains(selection.anchorNode)) offer(selection.toString());
  });
  button.addEventListener("click", () => {
    form.elements.passage.value = chosen;
    form.elements.text.focus();
  });
})();
