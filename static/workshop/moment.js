// “1er décembre 2026 à 20 h 42”: browsers write “1 décembre 2026 à 20:42”.
export const moment = (at) =>
  new Date(at).toLocaleString("fr-FR", { dateStyle: "long", timeStyle: "short" })
    .replace(/^1(?=\s)/, "1er").replace(/(\d\d):(\d\d)$/, "$1\u00a0h\u00a0$2");
