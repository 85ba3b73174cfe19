// Copies the address of a feed. Without this file the button stays hidden, and the field is selected and copied by hand.
for (const button of document.querySelectorAll("[data-copies]")) {
  const field = document.getElementById(button.dataset.copies);
  const told = button.closest(".follow").querySelector("[role=status]");
  button.hidden = false;
  field.addEventListener("focus", () => field.select());
  button.addEventListener("click", async () => {
    field.select();
    // Browsers give the clipboard to secure pages only: elsewhere the address is left selected, ready for Ctrl+C.
    if (!navigator.clipboard) return;
    await navigator.clipboard.writeText(field.value);
    told.textContent = button.dataset.told;
  });
}
