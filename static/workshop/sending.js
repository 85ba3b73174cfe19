// Asking the server. What fails for want of a network or of a session is told apart from what it refuses.
import { element, facts, root, tell } from "./state.js";

export class Away extends Error {} // no network, or a server that does not answer
export class Expired extends Error {} // the session has ended

const token = () => {
  const found = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  return found ? decodeURIComponent(found[1]) : "";
};

/** Post JSON; gives {status, data}. Throws Away or Expired, which both mean: nothing was saved, try again later. */
export async function send(url, body, options = {}) {
  let answer;
  try {
    answer = await window.fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
      body: JSON.stringify({ ...body, account: facts().account }),
      ...options,
    });
  } catch {
    throw new Away();
  }
  const isJson = (answer.headers.get("Content-Type") || "").startsWith("application/json");
  // A page instead of an answer: a proxy or a lost token speaks, not the Atelier.
  if (answer.status === 401 || (answer.status === 403 && !isJson)) {
    throw new Expired();
  }
  if (!isJson || answer.status >= 500) {
    throw new Away();
  }
  const data = await answer.json();
  forgetLogin();
  return { status: answer.status, data };
}

/** Get a page of ours; gives the parsed document. */
export async function load(url) {
  let answer;
  try {
    answer = await window.fetch(url, { headers: { "X-Requested-With": "fetch" } });
  } catch {
    throw new Away();
  }
  if (answer.redirected) {
    throw new Expired();
  }
  if (!answer.ok) {
    throw new Away();
  }
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

/** Say in the bar why nothing was saved. */
export function explain(problem) {
  if (problem instanceof Expired) {
    tell("Non enregistré : votre session a expiré. Votre texte est gardé dans ce navigateur.", "error");
    askToLogIn();
  } else if (problem instanceof Away) {
    tell("Non enregistré : réseau absent. Votre texte est gardé dans ce navigateur.", "error");
  } else {
    throw problem;
  }
}

function askToLogIn() {
  const place = document.querySelector("[data-state]").parentElement;
  if (!place.querySelector("[data-log-in]")) {
    const link = element("a", { href: root.dataset.login, target: "_blank", "data-log-in": "" }, "Se reconnecter dans un nouvel onglet");
    place.append(" ", link);
  }
}

function forgetLogin() {
  document.querySelector("[data-log-in]")?.remove();
}
