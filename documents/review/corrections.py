"""What an officer may correct in a draft. Each correction changes the draft in place, or raises DraftRefusal.

A refused correction may leave the draft half changed: `services.correct_draft` throws such a draft away.
"""

from __future__ import annotations

from documents.refusals import DraftRefusal
from documents.review.draft import (
    TITLE_LENGTH,
    VALUE_FIELDS,
    Draft,
    doubtful_fields,
    find_initiative,
    find_section,
    initiatives_of,
    is_clean,
    new_initiative,
    new_section,
    section_of,
    text_at,
    unsettled_sections,
)
from recognition.stories.titles import title_line_of

DECISIONS = ("pending", "accepted", "rejected")
TEXT_LENGTH = 20_000
HEADING_LENGTH = 250


def decide(draft: Draft, identifier: str, decision: str) -> None:
    """Accept or set aside one initiative, or put the question again."""
    if decision not in DECISIONS:
        raise DraftRefusal("Choisissez « accepter » ou « écarter ».")
    find_initiative(draft, identifier)["decision"] = decision


def accept_all_without_remark(draft: Draft) -> int:
    """Accept what is still pending and raises no doubt; how many were accepted."""
    clean = [initiative for initiative in initiatives_of(draft) if is_clean(initiative)]
    for initiative in clean:
        initiative["decision"] = "accepted"
    return len(clean)


def accept_with_only_doubt(draft: Draft, field: str) -> int:
    """Accept what is pending and is doubtful about one kind of thing only; how many were accepted."""
    alike = [one for one in initiatives_of(draft) if one["decision"] == "pending" and doubtful_fields(one) == {field}]
    for initiative in alike:
        initiative["decision"] = "accepted"
    return len(alike)


def correct_words(draft: Draft, identifier: str, *, title: str, text: str) -> None:
    """Replace the title and the text of an initiative."""
    initiative = find_initiative(draft, identifier)
    title, text = " ".join(title.split()), text.replace("\r\n", "\n").strip()
    if not title or len(title) > TITLE_LENGTH:
        raise DraftRefusal(f"Donnez un titre, en {TITLE_LENGTH} signes au plus.")
    if not text or len(text) > TEXT_LENGTH:
        raise DraftRefusal(
            f"Le texte ne peut être vide ni dépasser {TEXT_LENGTH} signes : écartez plutôt l’initiative."
        )
    if title != initiative["title"]:
        initiative["is_titled_by_hand"] = True
    initiative |= {"title": title, "text": text}


def choose_link(draft: Draft, identifier: str, choice: str) -> None:
    """Say whether the initiative is new (""), the same as one of its candidates ("same:12"), or its sequel."""
    initiative = find_initiative(draft, identifier)
    kind, _, key = choice.partition(":")
    link = initiative["link"]
    if choice == (f"{link['kind']}:{link['pk']}" if link else ""):
        return
    initiative["remarks"] = [remark for remark in initiative["remarks"] if remark["field"] != "link"]
    if not choice:
        initiative["link"] = None
        return
    chosen = [one for one in initiative["candidates"] if str(one["pk"]) == key]
    if kind not in ("same", "follows") or not chosen:
        raise DraftRefusal("Choisissez l’initiative dans la liste proposée.")
    initiative["link"] = {"kind": kind, "pk": chosen[0]["pk"], "title": chosen[0]["title"], "why": chosen[0]["why"]}


def add_value(draft: Draft, identifier: str, field: str, value: Draft) -> None:
    """Add an organisation, person, commune, area, contact or figure to an initiative; twice the same is once."""
    if field not in VALUE_FIELDS:
        raise DraftRefusal("Cette sorte de valeur n’existe pas.")
    initiative = find_initiative(draft, identifier)
    values = initiative[field]
    if field == "organisations":
        initiative["refused"] = [one for one in initiative.get("refused", []) if one["name"] != value["name"]]
    if not any(identity_of(field, known) == identity_of(field, value) for known in values):
        values.append(value)


def correct_value(draft: Draft, identifier: str, field: str, index: int, changes: Draft) -> None:
    """Replace what the officer changed in one value; its place in the document stays."""
    _values(draft, identifier, field, index)[index] |= changes


def remove_value(draft: Draft, identifier: str, field: str, index: int) -> None:
    """Take a value out. Its words stay in the text of the initiative; an actor so refused is remembered."""
    value = _values(draft, identifier, field, index).pop(index)
    if field == "organisations" and not value.get("is_added"):
        initiative = find_initiative(draft, identifier)
        told = {"name": value["name"], "kind": value["kind"]}
        initiative["refused"] = [one for one in initiative.get("refused", []) if one != told] + [told]


def move_initiative(draft: Draft, identifier: str, target: str) -> None:
    """Put an initiative at the end of another section, or of a new one (“theme:jeunes”)."""
    initiative, origin = find_initiative(draft, identifier), section_of(draft, identifier)
    kind, _, theme = target.partition(":")
    if kind == "theme" and theme:
        section = new_section(draft, theme)
        draft["sections"].append(section)
    else:
        section = find_section(draft, target)
    if section is origin:
        return
    origin["initiatives"].remove(initiative)
    section["initiatives"].append(initiative)


def split_initiative(draft: Draft, identifier: str, at: int, text: str) -> str:
    """Cut an initiative in two at offset `at` of the document's `text`; the identifier of the second part.

    Values go to the part that prints them; those without a place stay with the first.
    """
    first = find_initiative(draft, identifier)
    if first["text"] != text_at(text, first["spans"]):
        raise DraftRefusal(
            "Le texte de cette initiative a été corrigé : on ne sait plus où couper. Rétablissez d’abord le texte du "
            "document."
        )
    before = [[start, min(end, at)] for start, end in first["spans"] if start < at]
    after = [[max(start, at), end] for start, end in first["spans"] if end > at]
    if not text_at(text, before).strip() or not text_at(text, after).strip():
        raise DraftRefusal("Coupez à l’intérieur du texte de l’initiative.")
    second = new_initiative(draft, spans=after, text=text_at(text, after))
    for field in VALUE_FIELDS:
        second[field] = [value for value in first[field] if value["span"] and value["span"][0] >= at]
        first[field] = [value for value in first[field] if not (value["span"] and value["span"][0] >= at)]
    first |= {"spans": before, "text": text_at(text, before), "decision": "pending"}
    siblings = section_of(draft, identifier)["initiatives"]
    siblings.insert(siblings.index(first) + 1, second)
    return second["id"]


def restore_text(draft: Draft, identifier: str, text: str) -> None:
    """Give an initiative the words of the document again."""
    initiative = find_initiative(draft, identifier)
    initiative["text"] = text_at(text, initiative["spans"])


def merge_with_previous(draft: Draft, identifier: str) -> str:
    """Join an initiative to the one before it in its section; the identifier of the joined one.

    Its title is the one that the officer gave, else the one that its text opens with, else that of the first.
    """
    second, section = find_initiative(draft, identifier), section_of(draft, identifier)
    index = section["initiatives"].index(second)
    if index == 0:
        raise DraftRefusal("Il n’y a pas d’initiative avant celle-ci dans la rubrique.")
    first = section["initiatives"][index - 1]
    first["text"] = f"{first['text']}\n\n{second['text']}"
    first["spans"] = first["spans"] + second["spans"]
    first["title"] = _title_of_joined(first, second)
    first["remarks"] += [remark for remark in second["remarks"] if remark not in first["remarks"]]
    first["candidates"] += [one for one in second["candidates"] if one not in first["candidates"]]
    first["link"] = first["link"] or second["link"]
    first["decision"] = "pending"
    del section["initiatives"][index]
    for field in VALUE_FIELDS:
        for value in second[field]:
            add_value(draft, first["id"], field, value)
    return first["id"]


def _title_of_joined(first: Draft, second: Draft) -> str:
    for one in (first, second):
        if one.get("is_titled_by_hand"):
            return one["title"]
    printed = title_line_of(first["text"])
    names = [person["name"] for one in (first, second) for person in one["persons"]]
    # A title becomes an address: a line that names somebody is none.
    return first["title"] if any(name in printed for name in names) else printed or first["title"]


def correct_section(draft: Draft, identifier: str, *, heading: str, theme: str, intro: str) -> None:
    section = find_section(draft, identifier)
    heading = " ".join(heading.split())
    if len(heading) > HEADING_LENGTH:
        raise DraftRefusal(f"L’intertitre dépasse {HEADING_LENGTH} signes : déplacez la suite dans le chapeau.")
    if theme != section["theme"]:
        choose_theme(draft, identifier, theme)
    section |= {"heading": heading, "intro": intro.replace("\r\n", "\n").strip()}


def choose_theme(draft: Draft, identifier: str, theme: str) -> None:
    """Give a section its theme, confirm the one that was guessed, or leave it open ("")."""
    section = find_section(draft, identifier)
    section["remarks"] = [remark for remark in section["remarks"] if remark["field"] != "theme"]
    section |= {"theme": theme, "is_theme_chosen": bool(theme)}


def choose_theme_of_all(draft: Draft, theme: str) -> None:
    """The same theme for the whole document: sections without a heading become one, as nothing tells them apart."""
    if not theme:
        raise DraftRefusal("Choisissez le thème à donner à tout le document.")
    bare = [section for section in draft["sections"] if not section["heading"]]
    for other in bare[1:]:
        bare[0]["intro"] = f"{bare[0]['intro']}\n\n{other['intro']}".strip()
        for name in ("spans", "initiatives"):
            bare[0][name] += other[name]
        draft["sections"].remove(other)
    if bare:
        bare[0]["initiatives"].sort(key=lambda one: min(one["spans"], default=[0, 0]))
    for section in draft["sections"]:
        choose_theme(draft, section["id"], theme)


def confirm_themes(draft: Draft) -> int:
    """Take every guessed theme as right; how many were."""
    guessed = [section for section in unsettled_sections(draft) if section["theme"]]
    for section in guessed:
        choose_theme(draft, section["id"], section["theme"])
    return len(guessed)


def correct_head(draft: Draft, changes: Draft) -> None:
    """Replace fields of the bulletin's head; the names are those of the draft. A chosen series leaves no doubt."""
    if any(changes.get(name) for name in ("series", "new_series")):
        draft["remarks"] = [remark for remark in draft["remarks"] if remark["field"] != "series"]
    draft["bulletin"] |= changes


def place_passage(draft: Draft, index: int, target: str) -> str:
    """Put a passage of “non placé” where it belongs; the anchor of that place.

    `target` is “intro”, “closing”, an initiative's identifier (the passage ends it) or a section's (it becomes an
    initiative of its own).
    """
    if not 0 <= index < len(draft["unplaced"]):
        raise DraftRefusal("Ce passage a déjà été placé.")
    passage = draft["unplaced"].pop(index)
    if target in ("intro", "closing"):
        head = draft["bulletin"]
        head[target] = f"{head[target]}\n\n{passage['text']}".strip()
        head["spans"].append({"field": target, "span": passage["span"]})
        return "bulletin"
    if target.startswith("s"):
        initiative = new_initiative(draft, spans=[passage["span"]], text=passage["text"])
        find_section(draft, target)["initiatives"].append(initiative)
        return initiative["id"]
    initiative = find_initiative(draft, target)
    initiative["text"] = f"{initiative['text']}\n\n{passage['text'].strip()}".strip()
    initiative["spans"] = [*initiative["spans"], passage["span"]]
    return target


def _values(draft: Draft, identifier: str, field: str, index: int) -> list[Draft]:
    values = find_initiative(draft, identifier)[field] if field in VALUE_FIELDS else []
    if not 0 <= index < len(values):
        raise DraftRefusal("Cette valeur n’est plus dans la proposition.")
    return values


def identity_of(field: str, value: Draft) -> tuple:
    keys = {
        "organisations": ("name",),
        "persons": ("name",),
        "communes": ("insee",),
        "areas": ("kind", "name"),
        "contacts": ("kind", "value"),
        "figures": ("item", "amount", "unit", "period"),
    }
    return tuple(value[key] for key in keys[field])
