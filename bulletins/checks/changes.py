"""What a rectificatif would change: the public text of now beside that of tomorrow, block by block."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from backoffice.differences import Piece, abridged, by_words
from bulletins.models import Bulletin
from bulletins.presenting import issues_of, preview_of
from bulletins.reading import entries_of
from bulletins.snapshots import Snapshot, build_snapshot
from french.accents import sort_key
from french.wording import long_date

THOUSANDS = re.compile(r"(?<=\d)[ \u00a0\u202f](?=\d{3}(?!\d))")
# What a sentence to readers is made of, whatever it announces.
EMPTY_WORDS = """
    le la les un une des de du en et ou au aux a est sont ete etait par pour sur dans que qui ne pas plus ce cette ces
    son sa ses leur leurs il elle nous vous bulletin rectificatif rectifie corrige corrigee corriges corrigees
    correction corrections erreur erreurs change changee changes modifie modifiee modifies ajoute ajoutee retire
    retiree supprime supprimee remplace remplacee precise precisee mis mise lieu texte initiative
"""
# What readers call the parts of a bulletin.
CALLED = {
    "Titre": "titre intitule",
    "titre": "titre intitule",
    "Date et lieu": "date jour",
    "Introduction": "introduction debut",
    "Conclusion": "conclusion fin",
    "Liens": "lien liens adresse site",
    "Signature": "signature signataire prefet prefete nom fonction",
    "image": "image photo photographie illustration credit",
    "logo": "logo",
    "contacts": "contact contacts numero telephone courriel mail adresse site",
    "chiffres": "chiffre chiffres nombre quantite",
    "lieux": "commune communes ville village territoire",
    "acteurs": "organisation association entreprise acteur partenaire",
    "personnes": "nom personne",
    "Ordre des initiatives": "ordre",
}


@dataclass(frozen=True)
class Change:
    """One block that readers would find otherwise. An empty `old` came in, an empty `new` went out."""

    name: str
    part: str  # what of it: a key of CALLED, or nothing
    old: str
    new: str

    @property
    def kind(self) -> str:
        if not self.old:
            return "ajouté"
        return "changé" if self.new else "retiré"

    @property
    def pieces(self) -> list[Piece]:
        return abridged(by_words(self.old, self.new))

    @property
    def words(self) -> set[str]:
        """What one may say of it: its name, what its part is called, the words that came or went."""
        changed = " ".join(piece.text for piece in by_words(self.old, self.new) if piece.kind != "same")
        return _words(f"{self.name} {changed}") | _words(CALLED.get(self.part, ""))


def changes_of(bulletin: Bulletin) -> list[Change]:
    """Of a published bulletin: in reading order, what stays left out. A fixed number of queries."""
    edition = bulletin.editions.select_related("bulletin__series").latest("revision")
    (issue,) = issues_of([edition])
    now, then = issue.content, preview_of(bulletin, build_snapshot(bulletin)).content
    blocks = (_of_the_head, _of_sections, _of_entries, _of_foot)
    return [change for of_block in blocks for change in of_block(now, then) if change.old != change.new]


def unannounced_sentence(correction: str, changes: list[Change]) -> str:
    """A warning where nothing that changes has to do with what readers are told; empty when something has."""
    announced = _words(correction) - _words(EMPTY_WORDS)
    if not announced or any(announced & change.words for change in changes):
        return ""
    return (
        "Ce que vous annoncez ne se retrouve dans aucun des changements ci-dessus : la correction est-elle bien "
        "enregistrée, à sa place ?"
    )


def _of_the_head(now: Snapshot, then: Snapshot) -> Iterator[Change]:
    yield Change("Titre", "Titre", *(_lines(one["title"], one["printed_label"]) for one in (now, then)))
    yield Change("Date et lieu", "Date et lieu", *(_lines(_day(one["dated_on"]), one["place"]) for one in (now, then)))
    yield Change("Image", "image", *(_picture(one) for one in (now, then)))
    yield Change("Logo", "logo", *(_mark(one) for one in (now, then)))
    yield Change("Introduction", "Introduction", now["introduction"], then["introduction"])


def _of_foot(now: Snapshot, then: Snapshot) -> Iterator[Change]:
    yield Change("Conclusion", "Conclusion", now["closing"], then["closing"])
    links = ("\n".join(f"{link['label']} {link['url']}".strip() for link in one["links"]) for one in (now, then))
    yield Change("Liens", "Liens", *links)
    signatories = (_lines(one["signatory"]["name"], one["signatory"]["function"]) for one in (now, then))
    yield Change("Signature", "Signature", *signatories)


def _of_sections(now: Snapshot, then: Snapshot) -> Iterator[Change]:
    """Matched by theme, the first of a theme with the first."""
    before, after = (_by_theme(content) for content in (now, then))
    for key in dict.fromkeys([*after, *before]):
        old, new = before.get(key), after.get(key)
        name = f"Rubrique « {(new or old)['heading']} »"
        told = (_lines(one["heading"], one["introduction"]) if one else "" for one in (old, new))
        yield Change(name, "", *told)


def _of_entries(now: Snapshot, then: Snapshot) -> Iterator[Change]:
    before, after = ({entry["id"]: entry for entry in entries_of(content)} for content in (now, then))
    for pk in dict.fromkeys([*after, *before]):
        old, new = before.get(pk), after.get(pk)
        name = f"« {(new or old)['title']} »"
        if not old or not new:
            whole = "\n".join(filter(None, _parts_of(old or new).values()))
            yield Change(name, "", *(("", whole) if new else (whole, "")))
            continue
        parts, others = _parts_of(old), _parts_of(new)
        for part in parts:
            yield Change(f"{name}, {part}" if part else name, part, parts[part], others[part])
    common = [[pk for pk in one if pk in before and pk in after] for one in (before, after)]
    if common[0] != common[1]:
        name = "Ordre des initiatives"
        yield Change(name, name, *("\n".join(after[pk]["title"] for pk in one) for one in common))


def _parts_of(entry: Snapshot) -> dict[str, str]:
    """What the page shows of an entry, in words; the text has no name, it is the entry."""
    actors = (_lines(row["name"], row["detail"], separator=", ") for row in entry["organisations"])
    follows = entry["follows"]["title"] if entry["follows"] else ""
    return {
        "titre": entry["title"],
        "": entry["wording"],
        "acteurs": "\n".join(actors),
        "lieux": ", ".join(place["name"] for place in entry["places"]),
        "chiffres": "\n".join(entry["figures"]),
        "image": _picture(entry),
        "contacts": "\n".join(_lines(row["printed"], row["label"], separator=", ") for row in entry["contacts"]),
        "personnes": "\n".join(_lines(row["name"], row["capacity"], separator=", ") for row in entry["persons"]),
        "suite de": follows,
    }


def _picture(told: Snapshot) -> str:
    """In words; another file under the same words is told by the beginning of its fingerprint."""
    one = told["picture"]
    return _lines(one["alternative_text"], one["credited"], _file(one)) if one else ""


def _mark(content: Snapshot) -> str:
    return _lines(content["logo"]["alternative_text"], _file(content["logo"])) if content["logo"] else ""


def _file(picture: Snapshot) -> str:
    return f"fichier {picture['sha256'][:8]}, {picture['width']} × {picture['height']} pixels"


def _by_theme(content: Snapshot) -> dict[tuple[str, int], Snapshot]:
    found: dict[tuple[str, int], Snapshot] = {}
    for section in content["sections"]:
        slug = section["theme"]["slug"]
        found[slug, sum(known == slug for known, _ in found)] = section
    return found


def _lines(*parts: str, separator: str = "\n") -> str:
    return separator.join(filter(None, parts))


def _day(iso: str) -> str:
    return long_date(date.fromisoformat(iso)) if iso else ""


def _words(text: str) -> set[str]:
    """Without plurals, so that “masque” announces “masques”; “1 200” is one word, and one letter says nothing."""
    joined = THOUSANDS.sub("", text)
    return {word.rstrip("sx") or word for word in sort_key(joined).split() if len(word) > 1 or word.isdigit()}
