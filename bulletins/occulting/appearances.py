"""In which bulletins a person or a contact appears: in their texts of today, and in each frozen edition."""

from __future__ import annotations

from collections.abc import Iterable

from bulletins.models import Bulletin, BulletinLink, Edition, Entry, Section
from bulletins.occulting.choice import Choice
from bulletins.occulting.frozen import without
from organisations.appearances import Appearance, Row, likely, link_to, tells
from organisations.models import Person


def in_bulletins(row: Row) -> Iterable[Appearance]:
    """In five queries."""
    own = Bulletin.objects.select_related("series")
    for bulletin in likely(row, own, "title", "introduction", "closing"):
        for way, text in (
            ("dans le titre", bulletin.title),
            ("dans l’introduction", bulletin.introduction),
            ("dans la conclusion", bulletin.closing),
        ):
            if tells(row, text):
                yield Appearance("Bulletin", str(bulletin), link_to(bulletin), way)
    for link in likely(row, BulletinLink.objects.select_related("bulletin"), "label", "url"):
        if tells(row, link.label) or tells(row, link.url):
            yield Appearance("Bulletin", str(link.bulletin), link_to(link.bulletin), "dans un lien de la conclusion")
    for section in likely(row, Section.objects.select_related("bulletin", "theme"), "heading", "introduction"):
        if tells(row, section.heading) or tells(row, section.introduction):
            name = f"{section.heading or section.theme} ({section.bulletin.label})"
            yield Appearance("Rubrique", name, link_to(section), "dans son intertitre ou son chapeau")
    entries = Entry.objects.select_related("section__bulletin", "initiative").defer("initiative__search_vector")
    for entry in likely(row, entries, "wording"):
        if tells(row, entry.wording):
            name = f"{entry.initiative} ({entry.section.bulletin.label})"
            yield Appearance("Texte du jour", name, link_to(entry.section), "dans ce texte")
    choice = (
        Choice({row.pk: row.name}, frozenset(), ())
        if isinstance(row, Person)
        else Choice({}, frozenset([(row.kind, row.value)]), ())
    )
    editions = Edition.objects.select_related("bulletin__series").order_by("bulletin_id", "revision")
    for edition in likely(row, editions, "snapshot", "correction"):
        if without(edition.snapshot, choice) != edition.snapshot or choice.holds(edition.correction):
            name = f"{edition.bulletin}, révision {edition.revision}"
            yield Appearance("Édition publiée", name, link_to(edition), "dans le texte figé")
