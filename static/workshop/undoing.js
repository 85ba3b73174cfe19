// What was done, so that it can be undone and done again: texts of blocks, moves, what was added and taken out.
import { say, tell } from "./state.js";
import { Away, Expired, explain } from "./sending.js";

const MOST = 100;
const done = [];
const undone = [];
let isBusy = false;

const buttons = { undo: document.querySelector("[data-undo]"), redo: document.querySelector("[data-redo]") };

/** `act` is {label, undo, redo}; both are asynchronous and give a sentence when they are refused. */
export function remember(act) {
  done.push(act);
  done.splice(0, Math.max(0, done.length - MOST));
  undone.length = 0;
  show();
}

export const undo = () => turn(done, undone, "undo", "Annulé");
export const redo = () => turn(undone, done, "redo", "Rétabli");

async function turn(from, to, way, word) {
  const act = from.at(-1);
  if (!act || isBusy) {
    return;
  }
  isBusy = true;
  try {
    const refused = await act[way]();
    from.pop();
    if (refused) {
      // Someone changed the same thing since: going back over their work is not ours to decide.
      tell(refused, "error");
    } else {
      to.push(act);
      say(`${word} : ${act.label}`);
    }
  } catch (problem) {
    if (!(problem instanceof Away || problem instanceof Expired)) {
      throw problem;
    }
    explain(problem);
  } finally {
    isBusy = false;
    show();
  }
}

function show() {
  [["undo", done], ["redo", undone]].forEach(([way, acts]) => {
    if (buttons[way]) {
      const wasFocused = document.activeElement === buttons[way];
      buttons[way].disabled = !acts.length;
      buttons[way].querySelector(`[data-${way}-what]`).textContent = acts.length ? ` : ${acts.at(-1).label}` : "";
      if (wasFocused && buttons[way].disabled) {
        (buttons.undo.disabled ? buttons.redo : buttons.undo).focus();
      }
    }
  });
}

document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest("input, textarea, select");
  if (isTyping || event.altKey || !(event.ctrlKey || event.metaKey)) {
    return;
  }
  const key = event.key.toLowerCase();
  if (key === "z" || key === "y") {
    event.preventDefault();
    (key === "y" || event.shiftKey ? redo : undo)();
  }
});
buttons.undo?.addEventListener("click", undo);
buttons.redo?.addEventListener("click", redo);
