"""An accepted proposal becomes a draft bulletin with its sections and entries. To be called inside a transaction."""

from __future__ import annotations

import re
from datetime import date

from django.contrib.auth.models import AbstractBaseUser

from backoffice.recording import add_all
from bulletins.models import Bulletin, BulletinLink, Entry, Section, Series
from bulletins.reach.rule import BeyondReach, is_limited, refuse_beyond
from documents.entering.checking import check_alone, save_checked
from documents.entering.initiatives import InitiativeWriter
from documents.entering.rows import Made
from documents.entering.series import bare_title, bulletin_with_number, series_of
from documents.refusals import WritingRefused
from documents.review.draft import Draft, is_theme_settled
from french.accents import slug_of
from initiatives.models import Theme
from initiatives.repetition import said_once
from organisations.models import Contact


def write_draft(draft: Draft, *, by: AbstractBaseUser) -> Made:
    """Make the draft bulletin, its sections and entries, and the draft initiatives that it tells."""
    made = Made()
    bulletin = _write_bulletin(draft["bulletin"], made=made, by=by)
    made.add("bulletin", bulletin)
    if draft["bulletin"].get("new_series"):
        made.add("series", bulletin.series)
    themes = {theme.slug: theme for theme in Theme.objects.all()}
    told_now = [one for part in draft["sections"] for one in part["initiatives"] if one["decision"] == "accepted"]
    writer = InitiativeWriter(told_now, made=made, by=by)
    sections: list[Section] = []
    entries: list[Entry] = []
    for order, part in enumerate(draft["sections"], start=1):
        accepted = [initiative for initiative in part["initiatives"] if initiative["decision"] == "accepted"]
        if not accepted:
            continue
        if part["theme"] not in themes:
            raise WritingRefused(f"Choisissez le thème de la rubrique « {part['heading'] or 'sans intertitre'} ».")
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
                f"Rubrique « {part['heading'] or 'sans intertitre'} »", part["intro"], made, titles=[part["heading"]]
            ),
            position=order,
        )
        check_alone(section, f"Rubrique « {part['heading']} »")
        sections.append(section)
        told: set[int] = set()
        for value in accepted:
            initiative = writer.initiative(value, theme=section.theme, day=bulletin.dated_on)
            if initiative.pk in told:
                raise WritingRefused(
                    f"« {initiative} » serait citée deux fois dans la même rubrique : réunissez les deux."
                )
            told.add(initiative.pk)
            contacts = writer.contacts_of(initiative)
            wording = _once(value["title"], value["text"], made, titles=[value["title"]], contacts=contacts)
            entry = Entry(section=section, initiative=initiative, wording=wording, position=len(entries) + 1)
            check_alone(entry, f"« {value['title']} »")
            entries.append(entry)
    writer.write()
    add_all(sections)
    add_all(entries)
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
    series = _new_series(head["new_series"], by=by) if head.get("new_series") else series_of(head, by=by)
    if series is None:
        raise WritingRefused(
            "Aucune série de bulletins n’existe encore\u00a0: donnez dans l’en-tête le nom de la première. Elle "
            "donnera les numéros."
        )
    try:
        refuse_beyond(by, series)
    except BeyondReach as refusal:
        raise WritingRefused(f"{refusal} Ou choisissez une de vos séries dans l’en-tête.") from refusal
    special = head["kind"] == Bulletin.Kind.SPECIAL
    if not special and (other := bulletin_with_number(head["number"], series)):
        raise WritingRefused(
            f"Le {other.label} existe déjà ({other.get_status_display()}). Dans l’en-tête, donnez un autre numéro, ou "
            "laissez-le vide : le suivant sera pris à la publication."
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
    save_checked(bulletin, "Bulletin")
    addresses = [BulletinLink(bulletin=bulletin, url=url, position=n) for n, url in enumerate(head["links"], start=1)]
    for link in addresses:
        check_alone(link, f"Lien « {link.url[:60]} »")
    add_all(addresses)
    return bulletin


def _new_series(name: str, *, by: AbstractBaseUser) -> Series:
    """The first of an installation is the main one. Who is limited to some series makes none."""
    if is_limited(by):
        raise WritingRefused("Des séries vous sont confiées : choisissez l’une d’elles, sans en créer.")
    series = Series(name=name, slug=slug_of(name, length=120), is_main=not Series.objects.exists())
    series._history_user = by
    save_checked(series, f"Série «\u00a0{name}\u00a0»")
    return series


def _bare_heading(heading: str) -> str:
    """“- Solidaires des soignants :” as the heading that it is."""
    return re.sub(r"^\s*[-–—•*]+\s+|\s*:\s*$", "", heading).strip()
