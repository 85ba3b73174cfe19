"""From the forms of the review screen to corrections. A form carries a whole card: no button loses what is typed.

Names of the fields: those of the draft; of values “communes-0-role”. `act` is the button that was pressed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

from django.contrib.auth.models import AbstractBaseUser

from bulletins.reach.rule import may_add_series, series_within
from documents.entering.likeness import initiatives_like
from documents.entering.matching import Directory, match_value
from documents.entering.privacy import protect_persons, remind_of_persons
from documents.entering.series import NAME_LENGTH
from documents.refusals import DraftRefusal
from documents.review import corrections
from documents.review.draft import VALUE_FIELDS, Draft, find_initiative, find_section, initiatives_of, section_of
from documents.review.typed import amount_of, checked_contact, value_of
from french.wording import counted
from initiatives.models import Theme
from initiatives.services import InitiativeRefusal, add_theme
from organisations.contacts import contacts_in
from organisations.models import COORDINATE_IN_CAPACITY, Organisation

Answers = Mapping[str, str]
Correction = Callable[[Draft], str]  # returns the anchor of what to show next

PERIODS = {"total": "déjà fait, en tout", "target": "objectif", "per_day": "par jour", "per_week": "par semaine"}
ROLES = {"acts": "agit", "benefits": "bénéficie", "landmark": "simple repère"}
DECIDING = {"accept": "accepted", "set_aside": "rejected", "reopen": "pending"}
LONGEST = {"title": 250, "place": 80, "signatory": 120, "function": 160, "intro": 20_000, "closing": 20_000}


def correction_of(answers: Answers, text: str, *, by: AbstractBaseUser) -> Correction:
    """The correction that a sent form asks for; `text` is the document's."""
    act, _, rest = answers.get("act", "save").partition(":")
    acts: dict[str, Correction] = {
        "clean": accept_clean,
        "doubt": lambda draft: accept_doubtful(draft, rest),
        "confirm": confirm_themes,
        "one_theme": lambda draft: one_theme(draft, answers),
        "head": lambda draft: correct_head(draft, answers, by=by),
        "series": lambda draft: choose_series(draft, answers, by=by),
        "section": lambda draft: correct_section(draft, rest, answers),
        "theme": lambda draft: choose_theme(draft, rest, answers, by=by),
        "place": lambda draft: corrections.place_passage(draft, _number(rest), answers.get("target", "")),
    }
    if act in acts:
        return acts[act]
    return lambda draft: correct_card(draft, answers, text)


def accept_clean(draft: Draft) -> str:
    if not corrections.accept_all_without_remark(draft):
        raise DraftRefusal("Toutes celles qui restent ont une remarque : relisez-les une à une.")
    return "avancement"


def accept_doubtful(draft: Draft, field: str) -> str:
    if not corrections.accept_with_only_doubt(draft, field):
        raise DraftRefusal("Aucune initiative n’a que cette remarque\u00a0: relisez celles qui restent.")
    return "avancement"


def confirm_themes(draft: Draft) -> str:
    if not corrections.confirm_themes(draft):
        raise DraftRefusal("Aucun thème n’est à confirmer.")
    return "avancement"


def one_theme(draft: Draft, answers: Answers) -> str:
    corrections.choose_theme_of_all(draft, _known_theme(answers.get("theme", "")))
    return "avancement"


def choose_theme(draft: Draft, identifier: str, answers: Answers, *, by: AbstractBaseUser) -> str:
    """The theme of a section: one of the list, or a new one by its name."""
    name, theme = " ".join(_text(answers, "new_theme").split()), answers.get("theme", "")
    if name:
        if not by.has_perm("initiatives.add_theme"):
            raise DraftRefusal("Votre compte ne peut pas créer de thème\u00a0: demandez à l’édition.")
        try:
            theme = add_theme(name=name, by=by).slug
        except InitiativeRefusal as refusal:
            raise DraftRefusal(str(refusal)) from None
    corrections.choose_theme(draft, identifier, _known_theme(theme))
    return identifier


def _known_theme(slug: str) -> str:
    if slug and not Theme.objects.filter(slug=slug).exists():
        raise DraftRefusal("Choisissez un thème de la liste.")
    return slug


def correct_head(draft: Draft, answers: Answers, *, by: AbstractBaseUser) -> str:
    changes: Draft = {name: _text(answers, name) for name in LONGEST}
    for name, most in LONGEST.items():
        if len(changes[name]) > most:
            typed = counted(len(changes[name]), "écrit")
            raise DraftRefusal(f"C’est trop long : {counted(most, 'signe')} au plus ({typed}).")
    number = _text(answers, "number")
    if number and not re.fullmatch(r"[1-9]\d{0,5}", number):
        raise DraftRefusal(f"« {number} » n’est pas un numéro de bulletin : écrivez un nombre, ou laissez vide.")
    changes["kind"] = "special" if answers.get("kind") == "special" else "numbered"
    changes["number"] = int(number) if number else None
    changes["date"] = day_of(_text(answers, "date"))
    changes["links"] = _text(answers, "links").split()
    changes |= _series(answers, draft["bulletin"], by=by)
    corrections.correct_head(draft, changes)
    return "bulletin"


def choose_series(draft: Draft, answers: Answers, *, by: AbstractBaseUser) -> str:
    corrections.correct_head(draft, _series(answers, draft["bulletin"], by=by))
    return "bulletin"


def _series(answers: Answers, head: Draft, *, by: AbstractBaseUser) -> Draft:
    """The series that was chosen, or the name of the one to make when the draft is written."""
    name = " ".join(_text(answers, "new_series").split())
    if len(name) > NAME_LENGTH:
        raise DraftRefusal(f"Le nom d’une série a {NAME_LENGTH} signes au plus.")
    if name:
        if known := series_within(by).filter(name__iexact=name).first():
            return {"series": known.pk, "new_series": ""}
        if not may_add_series(by):
            raise DraftRefusal("Votre compte ne peut pas créer de série\u00a0: demandez à l’édition.")
        return {"series": None, "new_series": name}
    chosen = answers.get("series", "")
    if not chosen:
        return {"series": head.get("series"), "new_series": ""}
    if not (chosen.isdecimal() and series_within(by).filter(pk=int(chosen[:9])).exists()):
        raise DraftRefusal("Choisissez une série de la liste.")
    return {"series": int(chosen), "new_series": ""}


def correct_section(draft: Draft, identifier: str, answers: Answers) -> str:
    theme = find_section(draft, identifier)["theme"]
    if "theme" in answers:
        theme = _known_theme(answers["theme"])
    intro = _text(answers, "intro")
    if len(intro) > 5000:
        raise DraftRefusal("Le chapeau d’une rubrique a 5 000 signes au plus.")
    corrections.correct_section(draft, identifier, heading=_text(answers, "heading"), theme=theme, intro=intro)
    return identifier


def correct_card(draft: Draft, answers: Answers, text: str) -> str:
    """First all that the card's fields say, then the act of the button."""
    identifier = answers.get("initiative", "")
    initiative = find_initiative(draft, identifier)
    if "title" in answers:
        corrections.correct_words(
            draft, identifier, title=_text(answers, "title"), text=_text(answers, "text") or initiative["text"]
        )
        corrections.choose_link(draft, identifier, answers.get("link", ""))
        for field in VALUE_FIELDS:
            for index, value in enumerate(initiative[field]):
                changes = changes_of(field, value, answers, f"{field}-{index}-")
                corrections.correct_value(draft, identifier, field, index, changes)
    anchor = _perform(draft, identifier, answers, text)
    for concerned in {identifier, anchor} & {one["id"] for one in initiatives_of(draft)}:
        remind_of_persons(find_initiative(draft, concerned))
    target = answers.get("section", "")
    if target and anchor == identifier and target != section_of(draft, identifier)["id"]:
        if target.startswith("theme:") and not Theme.objects.filter(slug=target.removeprefix("theme:")).exists():
            raise DraftRefusal("Choisissez un thème de la liste.")
        corrections.move_initiative(draft, identifier, target)
    return anchor


def _perform(draft: Draft, identifier: str, answers: Answers, text: str) -> str:
    act, _, rest = answers.get("act", "save").partition(":")
    if act in DECIDING:
        corrections.decide(draft, identifier, DECIDING[act])
    elif act == "remove":
        field, _, index = rest.partition(":")
        corrections.remove_value(draft, identifier, field, _number(index))
    elif act == "add":
        _add(draft, identifier, answers, text)
    elif act == "split":
        second = corrections.split_initiative(draft, identifier, _number(answers.get("cut", "")), text)
        protect_persons(find_initiative(draft, second))
        return second
    elif act == "merge":
        return corrections.merge_with_previous(draft, identifier)
    elif act == "restore":
        corrections.restore_text(draft, identifier, text)
    elif act != "save":
        raise DraftRefusal("Ce bouton n’existe pas.")
    return identifier


def _add(draft: Draft, identifier: str, answers: Answers, text: str) -> None:
    field, typed, span = answers.get("add_kind", ""), _text(answers, "add_text"), None
    start, end = answers.get("add_start", ""), answers.get("add_end", "")
    if start and end:
        span = [_number(start), _number(end)]
        if not 0 <= span[0] < span[1] <= len(text):
            raise DraftRefusal("Cette sélection n’est pas dans le document.")
        typed = typed or text[span[0] : span[1]]
    value = value_of(field, typed, span=span) | {"is_added": True}
    initiative = find_initiative(draft, identifier)
    match_value(field, value, initiative, Directory())
    corrections.add_value(draft, identifier, field, value)
    if field == "persons":
        protect_persons(initiative)
    if field in ("organisations", "communes"):
        initiative["candidates"] = _with_chosen(initiative, initiatives_like(initiative, day=draft["bulletin"]["date"]))


def _with_chosen(initiative: Draft, candidates: list[Draft]) -> list[Draft]:
    """The new candidates, and still the one that is chosen."""
    chosen = (initiative["link"] or {}).get("pk")
    return candidates + [
        one
        for one in initiative["candidates"]
        if one["pk"] == chosen and one["pk"] not in {new["pk"] for new in candidates}
    ]


def changes_of(field: str, value: Draft, answers: Answers, prefix: str) -> Draft:
    """What the fields of one value say; a field that the form did not carry stays."""
    given = {name.removeprefix(prefix): answers[name].strip() for name in answers if name.startswith(prefix)}
    if not given:
        return {}
    if field == "communes":
        return {"role": _choice(given.get("role"), ROLES, value["role"])}
    if field == "organisations":
        name = _required(given, "name", value, 160)
        match = value["match"] if given.get("match", "known") == "known" and name == value["name"] else None
        kind = _choice(given.get("kind"), dict(Organisation.Kind.choices), value["kind"])
        return {"name": name, "kind": kind, "match": match, "why": value["why"] if match or not value["match"] else ""}
    if field == "persons":
        name, capacity = _required(given, "name", value, 120), given.get("capacity", "")[:160]
        if contacts_in(capacity):
            raise DraftRefusal(f"«\u00a0{name}\u00a0» : {COORDINATE_IN_CAPACITY}")
        return {"name": name, "capacity": capacity, "match": value["match"] if name == value["name"] else None}
    if field == "areas":
        name = _required(given, "name", value, 120)
        return {} if name == value["name"] else {"name": name, "code": "", "match": None, "why": ""}
    if field == "contacts":
        kind, typed = given.get("kind", value["kind"]), _required(given, "value", value, 300)
        if (kind, typed) in ((value["kind"], value["value"]), (value["kind"], value["label"])):
            return {}
        return checked_contact(kind, typed) | {"match": None, "why": ""}
    return {
        "item": given.get("item", "")[:120],
        "amount": amount_of(given.get("amount", "")),
        "unit": _required(given, "unit", value, 40),
        "period": _choice(given.get("period"), PERIODS, value["period"]),
        "approximate": "approximate" in given,
    }


def _required(given: Answers, name: str, value: Draft, most: int) -> str:
    typed = " ".join(given.get(name, str(value[name])).split())
    if not typed or len(typed) > most:
        raise DraftRefusal(f"« {value[name]} » : écrivez de 1 à {most} signes, ou retirez la valeur.")
    return typed


def _choice(chosen: str | None, known: Mapping[str, str], current: str) -> str:
    return chosen if chosen in known else current


def _text(answers: Answers, name: str) -> str:
    """What was typed, with the line ends of this system. PostgreSQL stores no NUL: it is refused, not dropped."""
    typed = answers.get(name, "").replace("\r\n", "\n").strip()
    if "\x00" in typed:
        raise DraftRefusal("Ce texte contient un caractère interdit (nul) : collez-le de nouveau en texte simple.")
    return typed


def _number(typed: str) -> int:
    if not re.fullmatch(r"\d{1,9}", typed):
        raise DraftRefusal("Cette demande n’a pas pu être lue : rien n’a été changé.")
    return int(typed)


def day_of(typed: str) -> str | None:
    """“30/04/2020” or “2020-04-30” as the draft holds it."""
    if not typed:
        return None
    french = re.fullmatch(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})", typed)
    parts = (french[3], french[2], french[1]) if french else tuple(typed.split("-"))
    try:
        year, month, day = (int(part) for part in parts)
        return date(year, month, day).isoformat()
    except ValueError:
        raise DraftRefusal(f"« {typed} » n’est pas une date : écrivez par exemple 30/04/2020.") from None
