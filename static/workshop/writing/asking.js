// Questions to the server while somebody types, and what becomes of a question that is not answered.

/** The server says no, in a sentence for the person who typed. */
export class Refused extends Error {}
/** The session has ended: what is typed stays on the page. */
export class LoggedOut extends Error {}

export const token = () => decodeURIComponent((document.cookie.match(/(?:^|; )csrftoken=([^;]+)/) || [])[1] || "");

/** The JSON of an answer; `body` makes it a POST. */
export async function ask(url, body, signal) {
  body?.delete("csrfmiddlewaretoken"); // of the day the page was opened: the cookie's is that of the session
  const answer = await window.fetch(url, {
    method: body ? "POST" : "GET",
    body,
    signal,
    headers: { "X-Requested-With": "fetch", ...(body ? { "X-CSRFToken": token() } : {}) },
  });
  const isJson = (answer.headers.get("Content-Type") || "").startsWith("application/json");
  if (answer.status === 401 || (!isJson && answer.redirected)) {
    throw new LoggedOut();
  }
  const said = isJson ? await answer.json() : null;
  if (!answer.ok || !said) {
    throw new Refused(said?.refusal || "Cette demande n’a pas abouti. Votre texte est gardé : continuez, puis enregistrez.");
  }
  return said;
}

/** Say in `place` why there was no answer, and what to do. */
export function explain(error, place, login) {
  if (error.name === "AbortError") {
    return;
  }
  if (error instanceof LoggedOut) {
    const again = Object.assign(document.createElement("a"), { href: login, target: "_blank", rel: "noopener", textContent: "Reconnectez-vous dans un nouvel onglet" });
    place.replaceChildren("Votre session a expiré, votre texte est gardé ici. ", again, ", puis continuez.");
  } else if (error instanceof Refused) {
    place.textContent = error.message;
  } else {
    place.textContent = "Réseau absent : votre texte est gardé dans ce navigateur et sera compris au retour.";
  }
}
