"""What the review screen shows, ready for its templates: no query and no rule is left to them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import AbstractBaseUser

from bulletins.reach.rule import series_within
from communes.models import Commune
from documents.entering.nameless import names_nobody
from documents.entering.series import bare_title, bulletin_with_number, series_of
from documents.models import DocumentImport
from documents.review.draft import (
    VALUE_FIELDS,
    Draft,
    doubtful_fields,
    doubts,
    initiatives_of,
    is_clean,
    is_sure,
    is_theme_settled,
    text_at,
    unsettled_sections,
)
from documents.review.forms import PERIODS, ROLES
from documents.review.marking import VALUE_LABELS, passages_of
from french.wording import number
from initiatives.models import Theme
from initiatives.repetition import said_once
from organisations.contacts import CONTACT_KINDS, contact_label
from organisations.models import Organisation
from organisations.personal import is_personal

DECISIONS = {"pending": ("à relire", "warn"), "accepted": ("acceptée", "ok"), "rejected": ("écartée", "quiet")}
GROUPS = {
    "organisations": ("Qui", "building"),
    "communes": ("Où", "pin"),
    "areas": ("Territoires", "map"),
    "contacts": ("Contacts", "phone"),
    "figures": ("En chiffres", "figure"),
    "persons": ("Personnes", "user"),
}
# What a doubt is about, as “Accepter celles dont seul … est à vérifier” names it.
DOUBTS = {
    "persons": "une personne nommée",
    "organisations": "un acteur",
    "communes": "un lieu",
    "areas": "un territoire",
    "figures": "un chiffre",
    "contacts": "un contact",
    "title": "le titre",
    "link": "une ressemblance",
}
CUT = re.compile(r"(?<=[.!?;:,])\s+|\s+(?=(?:et|ainsi que|tandis que)\s)|\n+")
MOST_CUTS = 80


@dataclass
class Typed:
    """What a refused form carried: shown again in its fields, beside the reason."""

    answers: Mapping[str, str]
    reason: str

    @property
    def place(self) -> str:
        act, _, rest = self.answers.get("act", "").partition(":")
        if act in ("section", "theme", "place"):
            return f"u{rest}" if act == "place" else rest
        return "bulletin" if act in ("head", "series") else self.answers.get("initiative", "")


def screen_of(review: DocumentImport, typed: Typed | None = None, *, by: AbstractBaseUser) -> dict[str, Any]:
    draft, text = review.proposal, review.text
    initiatives = list(initiatives_of(draft))
    counts = {decision: sum(one["decision"] == decision for one in initiatives) for decision in DECISIONS}
    themes = list(Theme.objects.all())
    unsettled = unsettled_sections(draft)
    return {
        "review": review,
        "head": _head(draft, typed, by=by),
        "number_taken": _number_taken(draft, by=by),
        "sections": _sections(draft, text, themes, typed),
        "unplaced": [{**passage, "index": index, "id": f"u{index}"} for index, passage in enumerate(draft["unplaced"])],
        "places": _places(draft),
        "remarks": draft["remarks"],
        "counts": counts,
        "total": len(initiatives),
        "done": counts["accepted"] + counts["rejected"],
        "clean": sum(is_clean(one) for one in initiatives),
        "by_doubt": _by_doubt(initiatives),
        "guessed": sum(bool(section["theme"]) for section in unsettled),
        "left": _left(counts["pending"], unsettled),
        "is_ready": not counts["pending"] and not unsettled and bool(counts["accepted"]),
        "series": list(series_within(by)),
        "themes": themes,
        "passages": passages_of(draft, text),
        "legend": [{"kind": kind, "label": VALUE_LABELS[kind]} for kind in VALUE_FIELDS],
        "kinds": [(kind, VALUE_LABELS[kind]) for kind in GROUPS],
        "typed": typed,
        "typed_left": _typed_left(draft, typed),
        "choices": {
            "roles": list(ROLES.items()),
            "periods": list(PERIODS.items()),
            "contact_kinds": CONTACT_KINDS,
            "organisation_kinds": Organisation.Kind.choices,
        },
    }


def _by_doubt(initiatives: list[Draft]) -> list[tuple[str, int, str]]:
    """Each kind of doubt that stands alone in some initiatives: the field, how many, its name."""
    alone = Counter(
        next(iter(fields))
        for one in initiatives
        if one["decision"] == "pending" and len(fields := doubtful_fields(one)) == 1
    )
    return [(field, alone[field], name) for field, name in DOUBTS.items() if alone[field]]


def _left(pending: int, unsettled: list[Draft]) -> list[str]:
    """What remains before the draft can be made, in words."""
    parts = ((pending, "initiative"), (len(unsettled), "thème"))
    return [f"{count}\u00a0{name}{'s' if count > 1 else ''}" for count, name in parts if count]


def _head(draft: Draft, typed: Typed | None, *, by: AbstractBaseUser) -> Draft:
    head = {"series": None, "new_series": "", **draft["bulletin"]}
    chosen = series_of(head, by=by)
    head |= {
        "series_name": head["new_series"] or (chosen.name if chosen else ""),
        "series": chosen.pk if chosen else None,
    }
    head["is_series_doubtful"] = any(remark["field"] == "series" for remark in draft["remarks"])
    head["series_idea"] = bare_title(head["title"]) if head["is_series_doubtful"] else ""
    day = head["date"]
    head["date"] = "/".join(reversed(day.split("-"))) if day else ""
    head["links"] = "\n".join(head["links"])
    head["intro_start"] = " ".join(head["intro"].split()[:24])
    if typed and typed.place == "bulletin":
        head |= {name: typed.answers[name] for name in head if name in typed.answers}
        head["refusal"] = typed.reason
    return head


def _number_taken(draft: Draft, *, by: AbstractBaseUser) -> Any:
    head = draft["bulletin"]
    return bulletin_with_number(head["number"], series_of(head, by=by)) if head["kind"] != "special" else None


def _sections(draft: Draft, text: str, themes: list[Theme], typed: Typed | None) -> list[Draft]:
    known = {theme.slug: theme for theme in themes}
    wheres = _wheres(draft)
    rank, sections = 0, []
    for section in draft["sections"]:
        theme = known.get(section["theme"])
        shown = {
            **section,
            "theme_name": theme.name if theme else "",
            "theme_pictogram": theme.pictogram if theme else "",
            "is_settled": is_theme_settled(section),
            "cards": [],
        }
        if typed and typed.place == section["id"]:
            shown |= {name: typed.answers[name] for name in ("heading", "theme", "intro") if name in typed.answers}
            shown["new_theme"] = typed.answers.get("new_theme", "")
            shown["refusal"] = typed.reason
        for order, initiative in enumerate(section["initiatives"]):
            rank += 1
            shown["cards"].append(_card(initiative, rank, order, section, text, typed, wheres))
        sections.append(shown)
    return sections


def _wheres(draft: Draft) -> dict[str, str]:
    """What tells communes of one name apart, by INSEE code: the postal codes, else the department."""
    codes = {commune["insee"] for initiative in initiatives_of(draft) for commune in initiative["communes"]}
    rows = Commune.objects.filter(pk__in=codes).only("insee", "postal_codes", "department_code")
    return {row.pk: ", ".join(row.postal_codes[:3]) or row.department_code for row in rows}


def _card(
    initiative: Draft,
    rank: int,
    order: int,
    section: Draft,
    text: str,
    typed: Typed | None,
    wheres: Mapping[str, str],
) -> Draft:
    state, colour = DECISIONS[initiative["decision"]]
    link = initiative["link"]
    card = {
        **initiative,
        "number": rank,
        "state": state,
        "colour": colour,
        "doubts": [remark for remark in doubts(initiative) if remark["field"] != "link"],
        "is_link_doubtful": any(remark["field"] == "link" for remark in initiative["remarks"]),
        "infos": [remark["message"] for remark in initiative["remarks"] if remark["level"] != "warning"]
        + list(_told_once(initiative)),
        "is_first": order == 0,
        "section": section["id"],
        "choice": f"{link['kind']}:{link['pk']}" if link else "",
        "keeps_title": bool(link) and link["kind"] == "same",
        "groups": [_group(initiative, field, wheres) for field in GROUPS if initiative[field]],
        "links": [
            (f"{kind}:{one['pk']}", f"{words} « {one['title'][:70]} »")
            for one in initiative["candidates"]
            for kind, words in (("same", "la même que"), ("follows", "suite de"))
        ],
        "cuts": list(_cuts(initiative, text)),
        "is_corrected": initiative["text"] != text_at(text, initiative["spans"]),
        "previous_number": rank - 1,
        "refusal": "",
        "form": {"title": initiative["title"], "text": initiative["text"], "add_kind": "", "add_text": ""},
    }
    if typed and typed.place == initiative["id"]:
        _put_back(card, typed)
    return card


def _told_once(initiative: Draft) -> Iterator[str]:
    """What the record will not repeat in its text, said before it is written."""
    contacts = [(one["kind"], one["value"]) for one in initiative["contacts"]]
    taken = said_once(initiative["text"], titles=[initiative["title"]], contacts=contacts).taken
    if taken:
        yield f"Donné à part, ne sera pas répété dans le texte\u00a0: {' · '.join(taken)}"


def _put_back(card: Draft, typed: Typed) -> None:
    """The typed values in the fields, where the lines are still those of the form."""
    card["refusal"] = typed.reason
    card["form"] = {name: typed.answers.get(name, card["form"][name]) for name in card["form"]}
    for name in ("section", "link"):
        if name in typed.answers:
            card["choice" if name == "link" else name] = typed.answers[name]
    for group in card["groups"]:
        for line in group["lines"]:
            prefix = f"{group['field']}-{line['index']}-"
            line["value"] |= {
                name: typed.answers[f"{prefix}{name}"] for name in line["value"] if f"{prefix}{name}" in typed.answers
            }


def _group(initiative: Draft, field: str, wheres: Mapping[str, str]) -> Draft:
    label, icon = GROUPS[field]
    named = [person["name"] for person in initiative["persons"]]
    return {
        "field": field,
        "label": label,
        "icon": icon,
        "lines": [
            {
                "index": index,
                "value": dict(value),
                "id": f"{initiative['id']}-{field}-{index}",
                "where": wheres.get(value["insee"], value["insee"]) if field == "communes" else "",
                **printed(field, value, initiative, named),
            }
            for index, value in enumerate(initiative[field])
        ],
    }


def printed(field: str, value: Draft, initiative: Draft, named: list[str]) -> Draft:
    """The value in words, and a note in small: what it is, how sure, what it is known as."""
    sure = "" if is_sure(field, value) else f"lu avec un doute ({value['confidence']:.0%})".replace("%", "\u00a0%")
    known = value["why"] if value.get("match") else ""
    if field == "communes":
        return {"words": value["name"], "note": ROLES[value["role"]], "why": sure}
    if field == "organisations":
        kind = dict(Organisation.Kind.choices).get(value["kind"], value["kind"])
        nobody = "groupe sans nom\u00a0: cité, sans page" if names_nobody(value, initiative) else ""
        return {
            "words": value["name"],
            "note": kind,
            "why": known or value["why"] or nobody or sure or "nouvelle fiche",
        }
    if field == "contacts":
        note = dict(CONTACT_KINDS).get(value["kind"], value["kind"])
        private = "personnel, non public" if is_personal(value["kind"], value["value"], persons=named) else ""
        return {"words": contact_label(value["kind"], value["value"]), "note": note, "why": known or private or sure}
    if field == "figures":
        about = "environ " if value["approximate"] else ""
        return {
            "words": f"{about}{number(Decimal(str(value['amount'])))} {value['unit']}",
            "note": PERIODS[value["period"]],
            "why": sure,
        }
    if field == "persons":
        return {
            "words": value["name"],
            "note": value["capacity"],
            "why": known or ", ".join(filter(None, ("nom non public", sure))),
        }
    return {"words": value["name"], "note": "", "why": known or sure or "nouveau territoire"}


def _cuts(initiative: Draft, text: str) -> Iterator[tuple[int, str]]:
    """Where the text may be cut: (offset, the words that would open the second part)."""
    found = 0
    for place, (start, end) in enumerate(initiative["spans"]):
        offsets = [start] if place else []
        offsets += [match.end() for match in CUT.finditer(text, start, end)]
        for offset in offsets:
            words = " ".join(text[offset : min(end, offset + 60)].split())
            if words and found < MOST_CUTS:
                found += 1
                yield offset, words


def _places(draft: Draft) -> list[tuple[str, list[tuple[str, str]]]]:
    """Where a passage that was not placed may go, for a list of choices in groups."""
    initiatives = [
        (one["id"], f"à la fin de {rank}. {one['title'][:60]}")
        for rank, one in enumerate(initiatives_of(draft), start=1)
    ]
    sections = [
        (section["id"], f"dans « {(section['heading'] or 'sans intertitre')[:60]} »") for section in draft["sections"]
    ]
    return [
        ("Le bulletin", [("intro", "dans l’introduction"), ("closing", "dans la conclusion")]),
        ("Une initiative", initiatives),
        ("Une nouvelle initiative", sections),
    ]


def _typed_left(draft: Draft, typed: Typed | None) -> list[str]:
    """Texts of a refused form whose card is no longer there."""
    here = {"bulletin", *(section["id"] for section in draft["sections"]), *(i["id"] for i in initiatives_of(draft))}
    if typed is None or typed.place in here:
        return []
    return [
        value
        for name, value in typed.answers.items()
        if name in ("title", "text", "heading", "intro", "add_text") and value
    ]
