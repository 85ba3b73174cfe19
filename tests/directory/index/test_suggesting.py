"""What is proposed while words are typed is the same by the index and by PostgreSQL, after any write.

A short run here; `INDEX_CASES` and `INDEX_SEED` make others, as for the directory.
"""

from __future__ import annotations

import os

import pytest
from django.urls import reverse

from communes.models import CommuneAlias
from directory.finding.suggesting import DATABASE_WAYS, suggestions
from directory.index.current import Index
from directory.index.suggesting import ways as indexed
from directory.index.suggesting.communes import CommuneNames
from directory.index.suggesting.organisations import OrganisationNames, kept_names
from directory.index.suggesting.ways import IndexedWays
from directory.index.vocabulary import read_vocabulary
from organisations.models import Organisation
from tests.builders import make_commune, make_initiative, make_organisation
from tests.directory.index.beginning import begin_anew
from tests.directory.index.territory import WORDS, Territory

CASES = int(os.environ.get("INDEX_CASES", 8))
SEED = int(os.environ.get("INDEX_SEED", 23))
NAMES = ("Croix-Rouge 1", "Jet’Sac 0", "Mairie 2", "Atelier", "croix mairie", "Calais", "Saint-Omer", "Liévin", "Marck")


def always() -> bool:
    return True


@pytest.mark.django_db
def test_any_beginning_after_any_write_leads_alike():
    territory = Territory(SEED)
    index, names = Index.read(), kept_names()
    names.now(waits=always)
    history = []
    for _ in range(CASES):
        history.append(territory.write())
        history.append(_alter(territory))
        for text in _beginnings(territory):
            by_index = suggestions(text, IndexedWays(index.fresh(), names))
            assert by_index == suggestions(text), (text, history)


def _alter(territory: Territory) -> str:
    """An act that alters how organisations are proposed, some without a word in the log of changes."""
    rows = Organisation.objects.order_by("pk")
    row, other = territory.random.sample(list(rows), 2)
    name = territory.random.choice(["name", "other_names", "is_nameless", "kind", "merged_into"])
    value = {
        "name": territory.random.choice(NAMES) + f" {territory.random.randint(1, 99)}",
        "other_names": territory.random.choice(["", "JS", "La croix"]),
        "is_nameless": not row.is_nameless,
        "kind": territory.random.choice(["particulier", "association"]),
        "merged_into": None if row.merged_into_id else other,
    }[name]
    setattr(row, name, value)
    row.save()
    return name


def _beginnings(territory: Territory) -> list[str]:
    words = territory.random.choices((*WORDS, *NAMES), k=4)
    return [word[: territory.random.randint(2, len(word))] for word in words] + [f"{words[0]} {words[1][:3]}"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text", ["st", "saint o", "omer", "le touquet", "touq", "paris pl", "62", "62100", "6", "a", "calais", "'", "be"]
)
def test_communes_are_named_as_the_database_names_them(text):
    make_commune("Saint-Omer", insee="62765", postal_codes=["62500"], population=14_000)
    make_commune("Saint-Omer-Capelle", insee="62766", postal_codes=["62162"])
    make_commune("Calais", insee="62193", postal_codes=["62100"], population=70_000)
    make_commune("Le Touquet-Paris-Plage", insee="62826", postal_codes=["62520"])
    make_commune("Belle", insee="62105", postal_codes=["62142", "62100"])
    make_commune("Beloeil", insee="62107", population=3)
    make_commune("Calais-Nord", insee="59100", postal_codes=["62100"], in_territory=False)
    for alias, insee in (("Le Touquet", "62826"), ("Omer-Ville", "62107"), ("Belle", "62107")):
        CommuneAlias.objects.create(commune_id=insee, name=alias)
    named = [row.insee for row in CommuneNames(read_vocabulary()).named(text)]
    assert named == [row.pk for row in DATABASE_WAYS.communes(text, 99)]


def test_words_are_found_anywhere_in_names_and_each_organisation_once():
    names = OrganisationNames.of([(7, "amicale de l ecole", "ale"), (3, "ecole", ""), (5, "les ecoles", "amie ecole")])
    assert list(names.holding(["ecole"])) == [7, 3, 5]
    assert list(names.holding(["ami", "ecole"])) == [7, 5]
    assert list(names.holding(["al"])) == [7]
    assert list(names.holding(["ecole ale"])) == []  # no word goes on from one name into another
    late = names.with_late([(3, "ecole", ""), (5, "autre", ""), (9, "ecole neuve", "")])
    assert late.late == {5: "autre", 9: "ecole neuve"}
    assert late.late_holding(["ecole"]) == [9]
    assert list(OrganisationNames.of([]).with_late([(3, "ecole", "")]).holding(["ecole"])) == []


@pytest.fixture
def index(settings, tmp_path, monkeypatch):
    settings.DIRECTORY_INDEX = "on"
    settings.KEPT_PAGES_BYTES = 0
    settings.DIRECTORY_INDEX_FILE = str(tmp_path / "directory")
    made, names = begin_anew(monkeypatch), kept_names()
    monkeypatch.setattr(indexed, "STANDING", made)
    monkeypatch.setattr(indexed, "ORGANISATIONS", names)
    yield made, names
    made.wait()
    names.wait()


@pytest.mark.django_db(transaction=True)
def test_next_letters_see_what_was_committed(index, client, django_assert_num_queries):
    """The log, what is read of three kinds of rows, and of what hides in initiatives."""
    standing, names = index
    url = reverse("initiatives:suggest")
    make_commune("Masny", insee="62999")
    organisation = make_organisation("Masques Réunis")
    make_initiative("Masques", organisations=(organisation,))
    assert "Masques Réunis" in client.get(url, {"q": "masq"}).content.decode()  # by the database
    standing.wait()
    client.get(url, {"q": "mas"})
    names.wait()
    page = client.get(url, {"q": "mas"}).content.decode()
    assert [page.count(name) for name in ("Masny<", "Masques Réunis<", "Masques<")] == [1, 1, 1]
    with django_assert_num_queries(6):
        client.get(url, {"q": "mas"})
    organisation.name = "Visières Réunies"
    organisation.save()
    assert "Masques Réunis" not in client.get(url, {"q": "masq"}).content.decode()
    assert "Visières Réunies" in client.get(url, {"q": "visi"}).content.decode()
