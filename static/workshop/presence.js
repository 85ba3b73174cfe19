// Who else is here, and on which block. A sign of life goes every fifteen seconds while the page is in view.
import { openKey } from "./blocks.js";
import { refresh } from "./refreshing.js";
import { send } from "./sending.js";
import { blockAt, element, facts, root, say } from "./state.js";

const EVERY = 15000;
const bar = document.querySelector("[data-present]");
let others = [];
let isSending = false;
let isWanted = false; // a block was opened or closed while a sign was on its way

async function ping() {
  if (document.hidden || isSending) {
    isWanted = isSending;
    return;
  }
  isSending = true;
  try {
    const { status, data } = await send(root.dataset.ping, { block: openKey() });
    if (status === 200) {
      const arrived = data.others.filter((one) => !others.some((known) => known.name === one.name));
      others = data.others;
      show();
      arrived.forEach((one) => say(`${one.name} est aussi dans ce bulletin`));
      if (data.version > facts().version) {
        refresh();
      }
    }
  } catch {
    // The next save says what is wrong.
  } finally {
    isSending = false;
    if (isWanted) {
      isWanted = false;
      ping();
    }
  }
}

function show() {
  bar.textContent = others.length ? `Ici aussi : ${others.map((one) => one.name).join(", ")}` : "";
  root.querySelectorAll(".block__here").forEach((one) => one.remove());
  others.filter((one) => one.block).forEach((one) => {
    blockAt(one.block)?.append(element("span", { className: "block__here" }, `${one.name} écrit ici`));
  });
}

export function start() {
  ping();
  window.setInterval(ping, EVERY);
  document.addEventListener("visibilitychange", ping);
  root.addEventListener("atelier:opened", ping);
  root.addEventListener("atelier:closed", ping);
  root.addEventListener("atelier:refreshed", show);
  window.addEventListener("pagehide", () => {
    send(root.dataset.ping, { leaving: true }, { keepalive: true }).catch(() => {});
  });
}
