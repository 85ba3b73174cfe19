"""The one place where an accepted proposal becomes rows. To be called inside a transaction."""

from __future__ import annotations

import re
from datetime import date

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import models

from bulletins.models import Bulletin, BulletinLink, Entry, Section, Series
from documents.entering.accounting import unwritten
from documents.entering.nameless import names_nobody
from documents.entering.privacy import names_in
from documents.entering.rows import Made, RowMaker
from documents.entering.series import bare_title, bulletin_with_number, series_of
from documents.refusals import WritingRefused
from documents.review.draft import Draft, is_theme_settled
from french.accents import slug_of
from initiatives.figures import proposed_measure
from initiatives.models import Coverage, Figure, Initiative, Participation, Place, Theme
from initiatives.repetition import said_once
from organisations.models import Contact, Mergeable

MEASURES = {  # a total is told by its unit
    "target": Figure.Measure.TARGET,
    "per_day": Figure.Measure.RATE_DAY,
    "per_week": Figure.Measure.RATE_WEEK,
}


def write_draft(draft: Draft, *, by: AbstractBaseUser) -> Made:
    """Make the draft bulletin, its sections and entries, and the draft initiatives that it tells."""
    made = Made()
    bulletin = _write_bulletin(draft["bulletin"], made=made, by=by)
    made.add("bulletin", bulletin)
    if draft["bulletin"].get("new_series"):
        made.add("series", bulletin.series)
    themes = {theme.slug: theme for theme in Theme.objects.all()}
    position = 0
    for order, part in enumerate(draft["sections"], start=1):
        accepted = [initiative for initiative in part["initiatives"] if initiative["decision"] == "accepted"]
        if not accepted:
            continue
        if part["theme"] not in themes:
            raise WritingRefused(f"Choisissez le thème de la rubrique « {part['heading'] or 'sans intertitre'} ».")
        if not is_theme_settled(part):
            raise WritingRefused(
                f"Le thème de la rubrique «\u00a0{part['heading'] or 'sans intertitre'}\u00a0» est "
                f"deviné\u00a0: confirmez-le, ou "
                "choisissez-en un autre."
            )
        section = Section(
            bulletin=bulletin,
            theme=themes[part["theme"]],
            heading=_bare_heading(part["heading"]),
            introduction=_once(
                f"Rubrique « {part['heading'] or 'sans intertitre'} »", part["intro"], made, titles=[part["heading"]]
            ),
            position=order,
        )
        _save(section, f"Rubrique « {part['heading']} »")
        told: set[int] = set()
        for value in accepted:
            initiative = _write_initiative(value, section=section, made=made, by=by)
            if initiative.pk in told:
                raise WritingRefused(
                    f"« {initiative} » serait citée deux fois dans la même rubrique : réunissez les deux."
                )
            told.add(initiative.pk)
            position += 1
            contacts = list(initiative.contacts.values_list("kind", "value"))
            wording = _once(value["title"], value["text"], made, titles=[value["title"]], contacts=contacts)
            _save(
                Entry(section=section, initiative=initiative, wording=wording, position=position),
                f"« {value['title']} »",
            )
    return made


def _once(
    where: str, text: str, made: Made, *, titles: list[str], contacts: list[tuple[str, str]] | None = None
) -> str:
    """The text less what the page gives beside it; the report tells what was taken out."""
    once = said_once(text, titles=titles, contacts=contacts or [])
    if once.taken:
        made.said_once.append({"title": where, "words": " · ".join(once.taken), "text": text})
    return once.text


def _write_bulletin(head: Draft, *, made: Made, by: AbstractBaseUser) -> Bulletin:
    series = _new_series(head["new_series"], by=by) if head.get("new_series") else series_of(head)
    if series is None:
        raise WritingRefused(
            "Aucune série de bulletins n’existe encore\u00a0: donnez dans l’en-tête le nom de la première. Elle "
            "donnera les numéros."
        )
    special = head["kind"] == Bulletin.Kind.SPECIAL
    if not special and (other := bulletin_with_number(head["number"], series)):
        raise WritingRefused(
            f"Le {other.label} existe déjà ({other.get_status_display()}). Dans l’en-tête, donnez un autre numéro, ou "
            "laissez-le vide : le suivant sera pris à la publication."
        )
    links = [(Contact.Kind.WEBSITE, url) for url in head["links"]]
    bulletin = Bulletin(
        series=series,
        kind=Bulletin.Kind.SPECIAL if special else Bulletin.Kind.NUMBERED,
        number=None if special else head["number"],
        title=(head["title"] if special else bare_title(head["title"])) or series.name,
        dated_on=date.fromisoformat(head["date"]) if head["date"] else None,
        place=head["place"] or "",
        introduction=_once("Introduction", head["intro"], made, titles=[head["title"]], contacts=links),
        closing=_once("Conclusion", head["closing"], made, titles=[], contacts=links),
        signatory_name=head["signatory"] or "",
        signatory_function=head["function"] or "",
        created_by=by,
    )
    _save(bulletin, "Bulletin")
    for position, url in enumerate(head["links"], start=1):
        _save(BulletinLink(bulletin=bulletin, url=url, position=position), f"Lien « {url[:60]} »")
    return bulletin


def _new_series(name: str, *, by: AbstractBaseUser) -> Series:
    """The first of an installation is the main one."""
    series = Series(name=name, slug=slug_of(name, length=120), is_main=not Series.objects.exists())
    series._history_user = by
    _save(series, f"Série «\u00a0{name}\u00a0»")
    return series


def _bare_heading(heading: str) -> str:
    """“- Solidaires des soignants :” as the heading that it is."""
    return re.sub(r"^\s*[-–—•*]+\s+|\s*:\s*$", "", heading).strip()


def _write_initiative(value: Draft, *, section: Section, made: Made, by: AbstractBaseUser) -> Initiative:
    link = value["link"] or {}
    known = Initiative.objects.filter(pk=link["pk"], merged_into=None).first() if link else None
    if link and known is None:
        raise WritingRefused(
            f"« {link['title']} » n’est plus dans le répertoire : choisissez de nouveau pour « {value['title']} »."
        )
    if link.get("kind") == "same":
        made.reuse("initiative", known)
        if left := unwritten(value, known):
            made.unwritten.append({"pk": known.pk, "title": known.title, "values": left})
        return known
    if named := names_in(value["title"], value):
        raise WritingRefused(
            f"Le titre « {value['title']} » nomme {named[0]}, et un titre passe dans l’adresse de la page : "
            "retirez-en le nom."
        )
    bulletin = section.bulletin
    initiative = Initiative(
        title=value["title"],
        summary=said_once(
            value["text"], titles=[value["title"]], contacts=[(one["kind"], one["value"]) for one in value["contacts"]]
        ).text,
        theme=section.theme,
        started_on=bulletin.dated_on,
        created_by=by,
        follows=known,
    )
    _save(initiative, f"« {value['title']} »")
    made.add("initiative", initiative)
    maker = RowMaker(made, by=by)
    for position, organisation in enumerate(value["organisations"]):
        Participation.objects.get_or_create(
            initiative=initiative,
            organisation=maker.organisation(organisation, is_nameless=names_nobody(organisation, value)),
            role=Participation.Role.ACTOR,
            defaults={"position": position},
        )
    for place in value["communes"]:
        if place["role"] in Place.Role.values:  # a mere landmark is no place of the initiative
            Place.objects.get_or_create(initiative=initiative, commune=maker.commune(place), role=place["role"])
    for covered in value["areas"]:
        Coverage.objects.get_or_create(initiative=initiative, area=maker.area(covered), role=Coverage.Role.ACTS)
    _write_figures(initiative, value, as_of=bulletin.dated_on)
    named = [person["name"] for person in value["persons"]]
    contacts = [maker.contact(contact, persons=named) for contact in value["contacts"]]
    initiative.contacts.set(_with_survivors(contacts))
    initiative.persons.set(_with_survivors([maker.person(person) for person in value["persons"]]))
    return initiative


def _with_survivors(rows: list[Mergeable]) -> set[Mergeable]:
    """One that was united with another stays beside that other: the text writes it so, and is cleared of it so."""
    return {*rows, *(row.survivor for row in rows)}


def _write_figures(initiative: Initiative, value: Draft, *, as_of: date | None) -> None:
    for position, told in enumerate(value["figures"]):
        figure = Figure(
            initiative=initiative,
            item=(told["item"] or told["unit"])[:120],
            amount=told["amount"],
            unit=told["unit"][:40],
            measure=MEASURES.get(told["period"]) or proposed_measure(told["unit"]),
            is_approximate=told["approximate"],
            as_of=as_of if told["period"] == "total" else None,
            position=position,
        )
        _save(figure, f"Chiffre de « {initiative.title} »")


def _save(row: models.Model, where: str) -> None:
    """Save a checked row; what the model refuses is told with the place where the officer can mend it."""
    try:
        row.full_clean()
    except ValidationError as error:
        raise WritingRefused(f"{where} : " + " ".join(error.messages)) from None
    row.save()
