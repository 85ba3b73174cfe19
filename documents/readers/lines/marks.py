"""What a line's first or last characters say: bullets and numbers, contact lines, ends of sentences, cut URLs."""

from __future__ import annotations

import re

# "- texte", "-Solidaires", "• texte", "1) texte", "2. texte", "a) texte", "III. texte", and the private-use characters
# that Word's Symbol and Wingdings bullets become in a PDF. Not "1 600 masques", "30.04.2020", "-5 %", "A. Dupont".
_MARKER = re.compile(
    r"""(?P<marker>
        [-–—−‐‑] (?= \s*[^\W\d_] | \s+[\d«“"(\[] )             # a dash, neither in a row of dashes nor of a number
      | [•●○◦▪▫■□◆◇►▶▸‣⁃∙·✓✔✗➢➤➔→❖★☆\ue000-\uf8ff]+
      | [*+] (?= \s+[^\s*+] )
      | [o§] (?= \s+[^\W\d_] )
      | \(?\d{1,2}(?:\.\d{1,2}){0,3}\s? (?: [.)°] | [-–/](?=\s) ) (?= \s*[^\W\d_] | \s+["«“(] )
      | \d{1,2}(?:\.\d{1,2}){1,3} (?= \s+[^\W\d_] )
      | \(?[a-z]\) (?= \s )
      | (?:I|II|III|IV|VI{0,3}|IX|X)\s? (?: \) | [-–](?=\s) )
      | (?:I|II|III|IV|VII?I?|IX)\. (?= \s )
    )\s*""",
    re.VERBOSE,
)
_RANK = (("-–—−‐‑•●▪■◆*+", 0), ("o○◦▫□§◇", 1))

# Lines that give a contact open a paragraph of their own even where the layout leaves no space above them.
_CONTACT = re.compile(
    r"""(?:pour\s+)? (?: (?:de\s+)?plus\s+(?:d[’']\s?info|de\s+renseignements) | en\s+savoir\s+(?:plus|\+) )
      | \+\s?d[’']\s?infos?
      | (?:pour\s+)?toutes?\s+(?:informations?|questions?|demandes?)\b[^.]{0,60}:
      | (?: contacts?|infos?|informations?|renseignements?|inscriptions?|r[ée]servations?|coordonn[ée]es|adresse
          | t[ée]l(?:[ée]phone)?|mobile|portable|fax|courriels?|m[ée]ls?|e-?mails?|mails?
          | sites?(?:\s+(?:web|internet))?|web|lien|page\s+facebook|facebook|twitter|instagram|linkedin|youtube
        )\b (?:\s+[\w’'-]+){0,4} \s*\.?\s*:""",
    re.VERBOSE | re.IGNORECASE,
)
_URL_START = re.compile(r"(?:https?://|www\.|mailto:)", re.IGNORECASE)
_URL_END = re.compile(r"(?:https?://|www\.)[^\s<>«»]*\Z", re.IGNORECASE)
_MAIL_END = re.compile(r"[\w.+-]+@[\w.-]*\Z")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_URL_TOKEN = re.compile(r"[\w\-./?=&%#+~:@!$,;‐\u00ad]+\Z")
_FIRST_WORD = re.compile(r"\d+(?:[ \u00a0\u202f]\d+)+|\S*")
_HANGING = re.compile(
    r"(?:(?:^|[\s’'(])(?:d[eu]s?|l[ae]s?|aux?|à|et|ou|par|pour|sur|sous|dans|avec|en|une?|que|qui|près|chez|entre|vers|sans"
    r"|son|sa|ses|leurs?|cet?|cette|ces|nos|notre|vos|votre|M\.|Mme|MM\.|Dr)|[ld]’|,|«)\Z",
    re.IGNORECASE,
)
_RESUMING = re.compile(r"(?:POUR|DE|DES|DU|D[’']\w+|DANS|AVEC|ET|AUX?|EN|SUR|À|CONTRE|FACE|PAR|QUI|CHEZ|VERS)\b")
_PHONE_END = re.compile(r"(?:\d[\s.\u00a0-]?){9,}\s*\Z")
_SENTENCE_END = re.compile(r"[.!?…:;][\s»”\")\]]*\Z")
_GLUED = re.compile(
    r"(?<=[.;:!?…)\]])\s+(?=[-–]\s?[A-ZÀ-ÖØ-Þ«][^\s].{3})|(?<=»)\s+(?=-\s?[A-ZÀ-ÖØ-Þ«][^\s].{3})|(?<=\S)\s+(?=[•●▪■◆➢➤❖\uf0b7\uf0a7\uf0d8\uf02d]\s*\S)"
)
# How far back a line is looked at for a URL or an address: longer ones do not exist, and the search stays linear.
_TAIL = 2000


def marker(text: str) -> tuple[str, int]:
    """The bullet or number that opens the text, as printed, and how many characters it takes with its blanks."""
    match = _MARKER.match(text)
    if match is None or match.end() >= len(text):
        return "", 0
    return match["marker"].strip(), match.end()


def marker_rank(printed: str) -> int:
    """1 for the bullets that word processors give to the second level ("o", "◦"), else 0."""
    return next((rank for signs, rank in _RANK if printed[:1] in signs), 0)


def is_aside(text: str) -> bool:
    """A line that opens with a parenthetical dash, "– une vingtaine – ont cousu", rather than with a bullet."""
    return (
        text[:1] in "–—"
        and bool(re.match(r"[–—]\s?[a-zà-ÿ]", text))
        and bool(re.search(r"\s[–—](?:\s|$)", text[2:400]))
    )


def opens_contact(text: str) -> bool:
    return _CONTACT.match(text[:200]) is not None


def opens_url(text: str) -> bool:
    return _URL_START.match(text) is not None


def opens_address(text: str) -> bool:
    return opens_url(text) or _MAIL.match(text[:_TAIL]) is not None


def ends_url(text: str) -> str:
    """The URL at the very end of the text, "" when there is none."""
    match = _URL_END.search(text[-_TAIL:])
    return match.group() if match else ""


def ends_address(text: str) -> bool:
    return bool(ends_url(text) or _MAIL_END.search(text[-200:].split(" ")[-1]))


def first_word(text: str) -> str:
    """What the layout moves to the next line as one: a word, or a number with its blanks ("1 600")."""
    return _FIRST_WORD.match(text[:_TAIL]).group()


def hangs(text: str) -> bool:
    """The last word asks for another one: "près de", "Mme", "les «"."""
    return _HANGING.search(text[-20:]) is not None


def resumes(head: str, tail: str) -> bool:
    """A title in capitals over two lines: "LES VOISINS SE MOBILISENT" / "POUR LES SOIGNANTS"."""
    return head.isupper() and tail.isupper() and _RESUMING.match(tail) is not None


def ends_contact(text: str) -> bool:
    """An address or a phone number: what opens with a capital below it is another paragraph."""
    return ends_address(text) or _PHONE_END.search(text[-30:]) is not None


def ends_sentence(text: str) -> bool:
    return _SENTENCE_END.search(text[-12:]) is not None


def continues_url(head: str, tail: str) -> bool:
    """Whether the URL or address that ends `head` was cut by the layout and goes on with the first word of `tail`."""
    end = head[-_TAIL:]
    if tail[:1] != "@" and not any(sign in end for sign in ("://", "www.", "WWW.", "@")):
        return False
    word, _, rest = tail.partition(" ")
    word = word.rstrip(").,;»")
    if head.endswith("://"):
        return bool(word)
    if not word or opens_url(tail) or not _URL_TOKEN.match(word[:_TAIL]):
        return False
    if word[0] in "-–—•" and "/" not in word:
        return False
    url = ends_url(head)
    if url:
        if "@" in word or (url[-1] in ".,;)" and not (word[0].islower() or word[0].isdigit())):
            return False
        looks_cut = url[-1] in "/_=?&%#+~:@-."
        looks_url = bool(re.search(r"[/_=&?%#]|\w\.(?:html?|php|pdf|aspx?|fr|com|org|net|eu)\b", word))
        return (
            looks_url
            if not looks_cut
            else looks_url or not rest or any(sign in word for sign in "-.") or word.isdigit()
        )
    last = head[-200:].rsplit(" ", 1)[-1]
    if last.endswith("@") and len(last) > 1:
        return re.match(r"[\w-]+\.[\w.-]+", word) is not None
    if word.startswith("@"):
        return re.fullmatch(r"[\w.+-]+", last) is not None and "." in word
    if re.fullmatch(r"[\w.+-]+@[\w.-]*[.-]", last):
        return re.match(r"[a-z]{2,}(?:[.-]|$)", word) is not None
    return False


def split_glued(text: str) -> list[int]:
    """Where bullets stand glued to the end of the text before them: "… la commune. - Solidaires avec …"."""
    return [match.end() for match in _GLUED.finditer(text)]
