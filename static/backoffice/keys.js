// Security keys: asks the site what is to be signed, hands it to the browser, and sends the answer with the form.
const toBytes = (text) => {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
};
const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");

class Refused extends Error {} // the site's own sentence

/** What is to be signed, with its numbers as browsers want them. */
async function asked(place, form) {
  const token = form.elements.namedItem("csrfmiddlewaretoken").value;
  const answer = await window.fetch(place.dataset.url, { method: "POST", headers: { "X-CSRFToken": token } });
  const isJson = (answer.headers.get("Content-Type") || "").startsWith("application/json");
  const told = isJson ? await answer.json() : {};
  if (!answer.ok || !isJson) {
    throw new Refused(told.sentence || "Le site n’a pas répondu : rechargez la page, puis réessayez.");
  }
  const known = told.excludeCredentials || told.allowCredentials || [];
  known.forEach((one) => { one.id = toBytes(one.id); });
  told.challenge = toBytes(told.challenge);
  if (told.user) {
    told.user.id = toBytes(told.user.id);
  }
  return told;
}

/** What the key has answered, as the site reads it. */
function told(credential) {
  const { response } = credential;
  const part = (name) => (response[name] ? { [name]: toText(response[name]) } : {});
  return JSON.stringify({
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    response: {
      ...part("clientDataJSON"),
      ...part("attestationObject"),
      ...part("authenticatorData"),
      ...part("signature"),
      ...part("userHandle"),
      ...(response.getTransports ? { transports: response.getTransports() } : {}),
    },
  });
}

/** Why nothing came of it, for the person. */
function reason(problem) {
  if (problem instanceof Refused) {
    return problem.message;
  }
  return {
    InvalidStateError: "Cette clé est déjà parmi les vôtres.",
    SecurityError: "Le navigateur refuse : cette page n’est pas ouverte à l’adresse du site.",
  }[problem.name] || "La clé n’a pas répondu, ou vous avez renoncé. Réessayez quand vous voulez.";
}

function attend(place) {
  const form = place.closest("form");
  const [button, missing, said] = ["button", "missing", "said"].map((name) => place.querySelector(`[data-key-${name}]`));
  const field = place.querySelector("[name=cle]");
  const isAdding = place.dataset.key === "add";
  const { origin } = place.dataset;
  if (!window.PublicKeyCredential || !origin || window.location.origin !== origin) {
    return;
  }
  field.value = ""; // browsers bring back what a page held before one went on
  missing.hidden = true;
  button.hidden = false;
  const ask = async () => {
    said.textContent = "Touchez votre clé, ou suivez ce que demande le navigateur…";
    button.disabled = true;
    try {
      const publicKey = await asked(place, form);
      const credentials = window.navigator.credentials;
      field.value = told(await (isAdding ? credentials.create({ publicKey }) : credentials.get({ publicKey })));
    } catch (problem) {
      said.textContent = reason(problem);
      return;
    } finally {
      button.disabled = false;
    }
    form.requestSubmit(isAdding ? button : form.querySelector("[type=submit]"));
  };
  if (!isAdding) {
    button.addEventListener("click", ask);
    return;
  }
  form.addEventListener("submit", (event) => {
    const hasName = form.elements.namedItem("name").value.trim() !== "";
    if (!field.value && hasName) {
      event.preventDefault();
      ask();
    }
  });
}

document.querySelectorAll("[data-key]").forEach(attend);
