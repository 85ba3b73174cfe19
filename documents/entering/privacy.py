"""Named private persons: kept apart from what goes into names, titles and addresses until they have agreed."""

from __future__ import annotations

from documents.review.draft import Draft
from french.accents import sort_key
from french.wording import of_commune
from organisations.contacts import contact_label
from organisations.personal import is_personal

PRIVATE = "particulier"


def protect_persons(initiative: Draft) -> None:
    """Take persons' names out of the title and of the acting organisations, and say what is left to settle.

    The name stays in “personnes” (not public) and in the wording, where only the officer can judge.
    """
    names = [person["name"] for person in initiative["persons"]]
    for organisation in initiative["organisations"]:
        if organisation["kind"] == PRIVATE and _names_one(organisation["name"], names):
            stand_in = _stand_in(initiative)
            initiative["title"] = initiative["title"].replace(organisation["name"], stand_in)
            organisation |= {
                "name": stand_in,
                "why": "le nom de la personne reste dans « Personnes »",
                "is_anonymous": True,
            }
    for name in names:
        initiative["title"] = initiative["title"].replace(name, _stand_in(initiative))
    for commune in initiative["communes"]:  # “Particulier de Calais (Calais)” says it twice
        stand_in = _stand_in(initiative)
        initiative["title"] = initiative["title"].replace(f"{stand_in} ({commune['name']})", stand_in)
    remind_of_persons(initiative)


def remind_of_persons(initiative: Draft) -> None:
    """A remark for each person whom the wording names and for each contact of a person; none for the others."""
    initiative["remarks"] = [remark for remark in initiative["remarks"] if remark["field"] != "persons"]
    names = list(dict.fromkeys(person["name"] for person in initiative["persons"]))
    messages = [
        f"« {name} » figure dans le texte, mais son nom n’est pas public. "
        "Avant la publication, obtenez son accord ou retirez le nom du texte."
        for name in names
        if f" {sort_key(name)} " in f" {sort_key(initiative['text'])} "
    ]
    messages += [
        f"« {contact_label(one['kind'], one['value'])} » semble appartenir à une personne\u00a0: ce contact ne "
        "paraîtra pas. Avant la publication, obtenez son accord ou retirez-le du texte."
        for one in initiative["contacts"]
        if not one["match"] and is_personal(one["kind"], one["value"], persons=names)
    ]
    initiative["remarks"] += [{"field": "persons", "level": "warning", "message": message} for message in messages]


def names_in(title: str, initiative: Draft) -> list[str]:
    """Persons of the initiative whom a title names: a title becomes an address."""
    words = f" {sort_key(title)} "
    return [person["name"] for person in initiative["persons"] if f" {sort_key(person['name'])} " in words]


def _names_one(name: str, persons: list[str]) -> bool:
    return any(sort_key(person) in sort_key(name) for person in persons)


def _stand_in(initiative: Draft) -> str:
    """“Particulier de Calais”: whoever it is, and where."""
    acting = [commune["name"] for commune in initiative["communes"] if commune["role"] == "acts"]
    if not acting:
        return "Un particulier"
    return f"Particulier {of_commune(acting[0])}"
