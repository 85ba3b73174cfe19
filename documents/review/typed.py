"""What an officer types as a value: “1 600 masques”, “Étaples”, “03 21 85 53 70” become values of the draft."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError

from communes import reference
from communes.models import Area, Commune
from documents.refusals import DraftRefusal
from documents.review.draft import Draft
from french.accents import sort_key
from french.wording import number
from organisations.contacts import ContactKind, contact_label, normalise_contact
from organisations.models import Organisation

LENGTHS = {"organisations": 160, "persons": 120, "communes": 120, "areas": 120, "contacts": 300, "figures": 160}
FIGURE = re.compile(r"(?P<amount>\d[\d\s.\u00a0\u202f]*(?:,\d+)?)\s*(?P<unit>.*)", re.DOTALL)
APPROXIMATE = re.compile(r"\b(environ|près de|plus de|quelque|presque|une? \w+aine)\b", re.IGNORECASE)
PERIODS = {
    "per_day": re.compile(r"\b(par|/)\s*jour\b|/\s*j\b|\bquotidien", re.IGNORECASE),
    "per_week": re.compile(r"\bpar semaine\b|\bhebdomadaire", re.IGNORECASE),
    "target": re.compile(r"\bobjectif\b|\bprévus?\b|\bd’ici\b", re.IGNORECASE),
}
IN_WORDS = {"dizaine": 10, "douzaine": 12, "quinzaine": 15, "vingtaine": 20, "trentaine": 30, "quarantaine": 40,
            "cinquantaine": 50, "soixantaine": 60, "centaine": 100}  # fmt: skip


def value_of(field: str, typed: str, *, span: list[int] | None = None) -> Draft:
    """A value as the draft holds it, not yet matched. `span`: where the officer selected it in the document."""
    typed = " ".join(typed.split())
    if field not in LENGTHS:
        raise DraftRefusal(
            "Choisissez ce que vous ajoutez : commune, acteur, contact, chiffre, personne ou territoire."
        )
    if not typed:
        raise DraftRefusal("Écrivez d’abord ce qu’il faut ajouter.")
    if len(typed) > LENGTHS[field]:
        raise DraftRefusal(f"C’est trop long pour un seul ajout : {number(LENGTHS[field])} signes au plus.")
    value = READERS[field](typed)
    return value | {"span": span, "confidence": 1.0, "match": None, "why": ""}


def find_commune(typed: str) -> tuple[str, str]:
    """INSEE code and name: of the directory by name, other name or code, else of the official list of France."""
    if re.fullmatch(r"\d[\dAB]\d{3}", typed):
        official = reference.find_commune(typed)
        if official is None:
            raise DraftRefusal(f"Aucune commune n’a le code INSEE « {typed} ».")
        return official.insee, official.name
    key = sort_key(typed)
    found = [row for row in Commune.objects.named(typed)[:10] if row.rank <= 1] if not key[:1].isdigit() else []
    if found:
        return found[0].pk, found[0].name
    everywhere = [
        one
        for communes in reference.communes_by_department().values()
        for one in communes
        if one.kind == "current" and sort_key(one.name) == key
    ]
    if len(everywhere) == 1:
        return everywhere[0].insee, everywhere[0].name
    if everywhere:
        known = ", ".join(f"{one.insee} ({one.department})" for one in everywhere[:6])
        raise DraftRefusal(f"Plusieurs communes s’appellent « {typed} » : écrivez le code INSEE ({known}).")
    raise DraftRefusal(f"Aucune commune ne s’appelle « {typed} » : vérifiez l’orthographe, ou écrivez son code INSEE.")


def contact_kind(typed: str) -> str:
    low = typed.lower()
    if "facebook.com" in low or "fb.me" in low:
        return ContactKind.FACEBOOK
    if "twitter.com" in low or re.fullmatch(r"@\w+", typed):
        return ContactKind.TWITTER
    if re.fullmatch(r"\S+@\S+\.\w+", typed):
        return ContactKind.EMAIL
    if re.fullmatch(r"[+\d][\d\s.()\u00a0-]+", typed):
        return ContactKind.PHONE
    return ContactKind.WEBSITE if re.fullmatch(r"(https?://)?[\w.-]+\.\w{2,}(/\S*)?", typed) else ContactKind.OTHER


def checked_contact(kind: str, typed: str) -> Draft:
    try:
        value = normalise_contact(kind, typed)
    except ValidationError as error:
        raise DraftRefusal(" ".join(error.messages)) from None
    return {"kind": str(kind), "value": value, "label": contact_label(kind, value)}


def amount_of(typed: str) -> int | float:
    """“1 600”, “2,5”; at most nine digits."""
    plain = re.sub(r"[\s\u00a0\u202f]", "", typed)
    if re.fullmatch(r"\d{1,3}(\.\d{3})+", plain):
        plain = plain.replace(".", "")
    plain = plain.replace(",", ".")
    if not re.fullmatch(r"\d{1,9}(\.\d{1,2})?", plain) or float(plain) == 0:
        raise DraftRefusal(f"« {typed} » n’est pas une quantité : écrivez par exemple 1 600 ou 2,5.")
    return float(plain) if "." in plain else int(plain)


def _organisation(typed: str) -> Draft:
    return {"name": typed, "kind": _organisation_kind(typed)}


def _organisation_kind(name: str) -> str:
    """By the first word; an association where it says nothing, for the officer to change."""
    kinds = {
        Organisation.Kind.COLLECTIVITE: "ville commune mairie departement region communaute metropole village",
        Organisation.Kind.ENTREPRISE: "entreprise societe groupe restaurant boulangerie usine atelier magasin",
        Organisation.Kind.COLLECTIF: "collectif couturieres benevoles habitants",
        Organisation.Kind.ETABLISSEMENT_PUBLIC: "ccas lycee college ecole hopital centre universite",
        Organisation.Kind.CLUB: "club",
        Organisation.Kind.CULTE: "paroisse eglise mosquee diocese",
        Organisation.Kind.SERVICE_ETAT: "prefecture sous gendarmerie police rectorat",
    }
    first = sort_key(name).removeprefix("la ").removeprefix("le ").removeprefix("les ").split(" ")[0]
    return next(
        (str(kind) for kind, words in kinds.items() if first in words.split()), str(Organisation.Kind.ASSOCIATION)
    )


def _person(typed: str) -> Draft:
    return {"name": typed, "capacity": ""}


def _commune(typed: str) -> Draft:
    insee, name = find_commune(typed)
    return {"insee": insee, "name": name, "role": "acts"}


def _area(typed: str) -> Draft:
    key = sort_key(typed).removeprefix("le ").removeprefix("la ").removeprefix("l ")
    area = Area.objects.filter(sort_key=key).first() or Area.objects.filter(aliases__sort_key=key).first()
    if area:
        return {"name": area.name, "kind": area.kind, "code": area.code}
    return {"name": typed, "kind": Area.Kind.CUSTOMARY.value, "code": ""}


def _contact(typed: str) -> Draft:
    return checked_contact(contact_kind(typed), typed)


def _figure(typed: str) -> Draft:
    words = re.search(r"\bune?\s+(\w+aine)\s+(?:de\s+|d’)?(.*)", typed, re.IGNORECASE)
    if words and words[1].lower() in IN_WORDS:
        amount, unit = IN_WORDS[words[1].lower()], words[2]
    else:
        printed = FIGURE.search(typed)
        if not printed:
            raise DraftRefusal("Écrivez le nombre puis ce qui est compté : « 1 600 masques ».")
        amount, unit = amount_of(printed["amount"]), printed["unit"]
    period = next((name for name, pattern in PERIODS.items() if pattern.search(typed)), "total")
    item = re.sub(r"\s*(par|/)\s*(jour|semaine|j)\b.*", "", unit).strip(" .,;:)")
    if not any(character.isalpha() or character in "%€" for character in item):
        raise DraftRefusal("Dites ce qui est compté, après le nombre : « 1 600 masques ».")
    return {
        "item": item[:120],
        "amount": amount,
        "unit": item.split(" ")[0][:40],
        "period": period,
        "approximate": bool(APPROXIMATE.search(typed)),
    }


READERS = {
    "organisations": _organisation,
    "persons": _person,
    "communes": _commune,
    "areas": _area,
    "contacts": _contact,
    "figures": _figure,
}
