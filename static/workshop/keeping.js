// Texts not saved yet are kept in this browser, by bulletin and block; logging out forgets them (backoffice/drafts.js).
import { facts } from "./state.js";

const prefix = () => `texte-en-cours:atelier:${facts().bulletin}:`;

export function keep(key, text, base) {
  try {
    const kept = { account: facts().account, at: Date.now(), text, base };
    window.localStorage.setItem(prefix() + key, JSON.stringify(kept));
  } catch {
    // A full or forbidden store: all works as before, only without this net.
  }
}

export const forget = (key) => window.localStorage.removeItem(prefix() + key);

/** What this account left unsaved in this bulletin: [{key, at, text, base}]. */
export function kept() {
  const found = [];
  Object.keys(window.localStorage).filter((name) => name.startsWith(prefix())).forEach((name) => {
    try {
      const one = JSON.parse(window.localStorage.getItem(name));
      if (one.account === facts().account) {
        found.push({ ...one, key: name.slice(prefix().length) });
      }
    } catch {
      window.localStorage.removeItem(name);
    }
  });
  return found;
}
