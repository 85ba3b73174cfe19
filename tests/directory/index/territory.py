"""A small territory with everything that the directory filters by, written and asked at random."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from urllib.parse import urlencode

from django.utils import timezone

from bulletins.models import Bulletin
from communes.models import Area, Commune
from initiatives.models import Audience, Coverage, Initiative, Participation, Place, Theme
from organisations.models import Organisation
from tests.builders import make_area, make_audience, make_commune, make_initiative, make_organisation, make_user
from tests.directory.published import publish

WORDS = """
    masque gel visière repas soignant coudre couturière livraison hydro-alcoolique personnes âgées école tablette
    atelier Calais Saint-Omer devoirs courses Ehpad téléphone imprimante l’hôpital
""".split()  # noqa: SIM905 (a list of words reads best as words)
NAMES = """
    Calais|Lens|à Marck|n°2|association|zzyzx|mas|agglo de Lens|dans le 62|Mark|Callais|Calaisi|hors-série|usine|
    Calaisis|aide à domicile|dans ma ville|masquegel|ZZX|1600|petits|dernier bulletin|18 mars|en mars 2020|capso|
    coup de main à Lens|entraide Calais|85 ans|bulletin du 17 mars
""".replace("\n", "").split("|")
THEMES = ("protection", "soignants", "jeunes")
START = date(2020, 3, 16)


class Territory:
    """Rows that `write` changes one act at a time, and addresses that `ask` makes."""

    def __init__(self, seed: int, *, count: int = 40) -> None:
        self.random = Random(seed)
        self.editor = make_user()
        names = ("Calais", "Marck", "Guînes", "Saint-Omer", "Arques", "Lens", "Avion", "Liévin")
        self.communes = [
            make_commune(name, latitude=50 + place / 10, longitude=2 + place / 7) for place, name in enumerate(names)
        ]
        self.areas = [
            make_area("Calaisis", communes=tuple(self.communes[:3])),
            make_area("CA du Pays de Saint-Omer", kind="epci", communes=tuple(self.communes[3:5])),
            make_area("Pas-de-Calais", kind="departement", communes=tuple(self.communes)),
            make_area("CA de Lens-Liévin", kind="epci", communes=tuple(self.communes[5:])),
        ]
        for area, communes in ((self.areas[1], self.communes[3:5]), (self.areas[3], self.communes[5:])):
            Commune.objects.filter(pk__in=[commune.pk for commune in communes]).update(epci=area)
        self.organisations = [
            make_organisation(f"{name} {place}", kind=kind)
            for place, (name, kind) in enumerate(
                [("Jet’Sac", "entreprise"), ("Croix-Rouge", "association"), ("Mairie", "collectivite")] * 2
            )
        ]
        self.audiences = [make_audience(name) for name in ("soignants", "routiers", "aînés")]
        for _ in range(count):
            self._new(published=self.random.random() < 0.8)
        self.bulletins = [self._bulletin(number) for number in (1, 2, 3)]

    # -- writing -----------------------------------------------------------------------------------------------------

    def write(self) -> str:
        """One act of those that alter what is found; its name."""
        acts: list[Callable[[], object]] = [
            self._new, self._new, self._hidden, self._publish, self._withdraw, self._erase, self._back_date, self._word,
            self._move, self._cover, self._join, self._leave, self._end, self._theme, self._audience, self._kind,
            self._rename_commune, self._rename_theme, self._area_takes, self._recall, self._number,
        ]  # fmt: skip
        act = self.random.choice(acts)
        act()
        return act.__name__

    def _text(self, count: int) -> str:
        return " ".join(self.random.choice(WORDS) for _ in range(count))

    def _some(self, rows: list, most: int) -> tuple:
        return tuple(self.random.sample(rows, self.random.randint(0, most)))

    def _day(self) -> date | None:
        return START + timedelta(days=self.random.randint(0, 12)) if self.random.random() < 0.7 else None

    def _new(self, *, published: bool = True) -> Initiative:
        row = make_initiative(
            self._text(3),
            published=published,
            by=self.editor,
            summary=self._text(9),
            theme=self.random.choice(THEMES),
            communes=self._some(self.communes, 3),
            beneficiary_communes=self._some(self.communes, 1),
            areas=self._some(self.areas, 2),
            audiences=self._some(self.audiences, 2),
            started_on=self._day(),
            state=self.random.choice(["ongoing", "over", "to_check"]),
        ) if published else make_initiative(
            self._text(3), published=False, summary=self._text(9), communes=self._some(self.communes, 2)
        )  # fmt: skip
        for organisation in self._some(self.organisations, 2):
            role = self.random.choice(Participation.Role.values)
            Participation.objects.create(initiative=row, organisation=organisation, role=role)
        return row

    def _hidden(self) -> None:
        self._new(published=False)

    def _any(self, **fields) -> Initiative | None:
        rows = list(Initiative.objects.filter(**fields).order_by("pk"))
        return self.random.choice(rows) if rows else None

    def _change(self, row: Initiative | None, **fields) -> None:
        if row:
            Initiative.objects.filter(pk=row.pk).update(**fields)

    def _publish(self) -> None:
        fields = {"published_at": timezone.now(), "published_by": self.editor}
        self._change(self._any(status="draft"), status="published", **fields)

    def _withdraw(self) -> None:
        fields = {"withdrawn_at": timezone.now(), "withdrawn_by": self.editor}
        self._change(self._any(status="published"), status="withdrawn", **fields)

    def _erase(self) -> None:
        row = self._any(status="published", citations=None, entries=None)
        if row:
            row.delete()

    def _back_date(self) -> None:
        self._change(self._any(status="published"), started_on=self._day())

    def _word(self) -> None:
        self._change(self._any(status="published"), title=self._text(3), summary=self._text(9))

    def _move(self) -> None:
        if place := Place.objects.order_by("?").first():
            place.delete()
        if row := self._any(status="published"):
            Place.objects.get_or_create(initiative=row, commune=self.random.choice(self.communes), role="acts")

    def _cover(self) -> None:
        if row := self._any(status="published"):
            Coverage.objects.get_or_create(initiative=row, area=self.random.choice(self.areas), role="acts")

    def _join(self) -> None:
        if row := self._any(status="published"):
            Participation.objects.get_or_create(
                initiative=row, organisation=self.random.choice(self.organisations), role="partner"
            )

    def _leave(self) -> None:
        Participation.objects.filter(initiative=self._any(status="published")).delete()

    def _end(self) -> None:
        self._change(self._any(status="published"), state=self.random.choice(["ongoing", "over"]))

    def _theme(self) -> None:
        theme = Theme.objects.get(slug=self.random.choice(THEMES))
        self._change(self._any(status="published"), theme=theme)

    def _audience(self) -> None:
        if row := self._any(status="published"):
            row.audiences.set(self._some(self.audiences, 2))

    def _kind(self) -> None:
        key = self.random.choice(self.organisations).pk
        Organisation.objects.filter(pk=key).update(kind=self.random.choice(["entreprise", "association", "club"]))

    def _rename_commune(self) -> None:
        commune = Commune.objects.get(pk=self.random.choice(self.communes).pk)
        commune.name = self.random.choice(["Atelier", "Zutkerque", "Marck"]) + f" {self.random.randint(1, 99)}"
        commune.save()

    def _rename_theme(self) -> None:
        Theme.objects.filter(slug="jeunes").update(name=self._text(2).capitalize())

    def _area_takes(self) -> None:
        Area.objects.get(pk=self.random.choice(self.areas).pk).communes.set(self._some(self.communes, 5))

    def _bulletin(self, number: int) -> Bulletin:
        rows = list(Initiative.objects.filter(status="published").order_by("pk"))
        told = self.random.sample(rows, min(4, len(rows)))
        return publish(*told, number=number, dated_on=START + timedelta(days=number))

    def _recall(self) -> None:
        fields = {"withdrawn_at": timezone.now(), "withdrawn_by": self.editor, "withdrawal_reason": "Erreur"}
        Bulletin.objects.filter(pk=self.random.choice(self.bulletins).pk).update(status="withdrawn", **fields)

    def _number(self) -> None:
        self.bulletins.append(self._bulletin(len(self.bulletins) + 1))

    # -- asking ------------------------------------------------------------------------------------------------------

    def ask(self) -> str:
        """An address of the directory: none to three filters, words of all sorts, an order."""
        pairs = []
        pick = self.random.choice
        if self.random.random() < 0.6:
            words = self._text(self.random.randint(1, 3))
            shape = self.random.random()
            if shape < 0.15:
                words = f'"{words}"'
            elif shape < 0.25:
                words = f"{words} -{pick(WORDS)}"
            elif shape < 0.35:
                words = f"{words} OU {pick(WORDS)}"
            elif shape < 0.6:
                words += f" {pick(NAMES)}"
            pairs.append(("q", words))
        filters = {
            "commune": [commune.pk for commune in self.communes],
            "territoire": [area.slug for area in self.areas],
            "theme": list(THEMES),
            "type": ["entreprise", "association", "club"],
            "bulletin": ["1", "2", "3"],
            "public": list(Audience.objects.values_list("slug", flat=True)),
        }
        for name in self.random.sample(sorted(filters), self.random.choice([0, 0, 1, 1, 2, 3])):
            pairs += [(name, value) for value in self.random.sample(filters[name], self.random.choice([1, 1, 2]))]
        for name in ("depuis", "jusqua"):
            if self.random.random() < 0.1:
                pairs.append((name, (START + timedelta(days=self.random.randint(0, 14))).isoformat()))
        if self.random.random() < 0.3:
            pairs.append(("tri", pick(["pertinence", "date", "commune"])))
        return urlencode(pairs)
