"""Names are told once: what nobody renamed is taken from what was known, and says what all read anew would say."""

from __future__ import annotations

import pytest

from communes.models import Area, AreaAlias, Commune, CommuneAlias
from directory.index.vocabulary import read_vocabulary
from directory.models import SynonymFamily
from initiatives.models import Audience, Theme
from tests.builders import make_area, make_audience, make_bulletin, make_commune, make_initiative
from tests.directory.published import publish

pytestmark = pytest.mark.django_db

# What is renamed, and what is told anew for it.
RENAMES = {
    "theme": (lambda: Theme.objects.filter(slug="jeunes").update(name="Jeunesse"), {"themes"}),
    "audience": (lambda: Audience.objects.update(name="Routiers"), {"audiences"}),
    "new audience": (lambda: make_audience("aînés"), {"audiences"}),
    "bulletin": (lambda: publish(make_initiative(), number=8), {"cited", "bulletins"}),
    "special": (lambda: publish(make_initiative(), kind="special", title="Été"), {"cited", "bulletins"}),
    "commune": (lambda: Commune.objects.filter(name="Marck").update(population=10_000), {"communes"}),
    "other name": (
        lambda: CommuneAlias.objects.create(name="Les Hemmes", commune=Commune.objects.first()),
        {"aliases"},
    ),
    "area": (lambda: Area.objects.update(locative="dans l’Opale"), {"areas"}),
    "name of an area": (lambda: AreaAlias.objects.create(name="Opale", area=Area.objects.first()), {"other names"}),
    "place": (lambda: Area.objects.first().communes.add(make_commune("Lens")), {"communes", "links"}),
    "synonyms": (lambda: SynonymFamily.objects.create(words="Ehpad\nmaison de retraite"), {"families"}),
}


@pytest.fixture
def known():
    make_audience("soignants")
    make_area("Calaisis", communes=(make_commune("Marck", latitude=50.9, longitude=1.9),))
    publish(make_initiative(), number=7)
    make_bulletin("Brouillon")
    return read_vocabulary()


def test_what_is_taken_over_is_what_would_be_read(known, django_assert_num_queries):
    for name, (rename, parts) in RENAMES.items():
        rename()
        with django_assert_num_queries(1):
            found = read_vocabulary(known)
        assert {part for part in found.prints if found.prints[part] != known.prints[part]} == parts, name
        assert found == read_vocabulary(), name
        assert found != known
        places = {"communes", "aliases", "areas", "other names", "links"}
        assert (found.communes is known.communes) is not bool(parts & places), name
        assert found.has_places_of(known) is (name != "place"), name
        known = found


def test_nothing_renamed_is_the_same_vocabulary(known):
    make_initiative()
    assert read_vocabulary(known) is known
    assert list(known.communes) == [row.pk for row in Commune.objects.all()]
    assert [value for _, value, _ in known.bulletins] == ["7"]
