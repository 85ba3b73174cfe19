// A remark leads to its block and opens it; a block that is remarked upon says so, and leads to the remarks.
import { openBlock } from "./blocks.js";
import { blockAt, button, element, facts, root } from "./state.js";

const remarksOf = (key) => [...document.querySelectorAll(`#remarques [data-block="${CSS.escape(key)}"]`)];

root.addEventListener("click", (event) => {
  const link = event.target.closest("a[href*='#ouvrir-']");
  const key = link?.pathname === window.location.pathname ? link.hash.replace("#ouvrir-", "") : "";
  if (key && facts().isWritable && facts().blocks[key] && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    openBlock(key);
    blockAt(key).scrollIntoView({ block: "center" });
  }
});

root.addEventListener("atelier:remarks", () => {
  root.querySelectorAll(".block__remarked").forEach((one) => one.remove());
  const keys = new Set([...document.querySelectorAll("#remarques [data-block]")].map((one) => one.dataset.block));
  [...keys].filter((key) => facts().blocks[key]).forEach((key) => {
    const remarks = remarksOf(key);
    const words = remarks.length > 1 ? `${remarks.length}\u00a0remarques` : "1\u00a0remarque";
    const kind = remarks.some((one) => one.matches(".remark--error")) ? "error" : "warn";
    const show = button("", () => lead(key), `state state--${kind} block__remarked`);
    show.append(words, element("span", { className: "visually-hidden" }, `\u00a0: ${facts().blocks[key].label}`));
    blockAt(key)?.append(show);
  });
});

function lead(key) {
  const [first] = remarksOf(key);
  if (first) {
    first.tabIndex = -1;
    first.scrollIntoView({ block: "center" });
    first.focus({ preventScroll: true });
  }
}
