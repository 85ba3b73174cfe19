"""Pages that show groups beside a search: the same by the index and by PostgreSQL, and fresh in the next request."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from initiatives.models import Initiative
from tests.builders import (
    NOW,
    make_area,
    make_commune,
    make_contact,
    make_initiative,
    make_organisation,
    make_territory,
    make_user,
)
from tests.directory.index.beginning import begin_anew
from tests.directory.published import publish

pytestmark = pytest.mark.django_db(transaction=True)

# One look at the log, then what a page shows of its own; neither a card nor the territory is asked for again.
QUERIES = {
    "home": 4,  # the bulletin, its headlines, the themes
    "theme": 3,  # the theme, its headings
    "commune": 3,  # the commune and who sits there, these with their contacts
    "initiative": 2,
    "organisation": 4,  # it, its contacts, what it does
    "feed": 2,  # the name of the commune
    "follow": 1,
    "communes": 2,
}


@pytest.fixture
def world(settings, tmp_path, monkeypatch):
    """Enough of everything, the addresses of its pages, and a process whose index stands."""
    settings.DIRECTORY_INDEX = "on"
    settings.KEPT_PAGES_BYTES = 0  # pages are made, not found
    settings.DIRECTORY_INDEX_FILE = str(tmp_path / "directory")
    make_territory()
    epci = make_area("CA du Calaisis", kind="epci")
    marck = make_commune("Marck", insee="62548", epci=epci, latitude=50.9, longitude=1.9)
    others = [make_commune(f"Voisine {n}", epci=epci, latitude=50 + n / 9, longitude=2) for n in range(4)]
    epci.communes.add(marck, *others)
    firm = make_organisation("Ville de Marck", seat=marck)
    firm.contacts.add(make_contact())
    by = make_user()
    rows = [
        make_initiative(
            by=by,
            theme="protection" if n % 3 else "jeunes",
            communes=(marck, others[n % 4]) if n % 2 else (others[n % 3],),
            areas=(epci,) if n % 5 == 0 else (),
            organisations=(firm,),
            contacts=(make_contact(),),
            figures=({"item": "masques", "amount": n + 1, "unit": "masques"},) if n % 4 else (),
            started_on=date(2020, 4, 1 + n % 7) if n % 3 else None,
        )
        for n in range(30)
    ]
    publish(*rows[:5], number=1)
    index = begin_anew(monkeypatch)
    index.state()
    index.wait()
    yield {
        "home": "/",
        "theme": reverse("initiatives:theme", args=["protection"]),
        "commune": marck.get_absolute_url(),
        "initiative": rows[1].get_absolute_url(),
        "organisation": firm.get_absolute_url(),
        "follow": f"{reverse('initiatives:follow')}?theme=jeunes&commune=62548",
        "communes": reverse("communes:index"),
        "feed": f"{reverse('initiatives:atom')}?commune=62548",
    }
    index.wait()


def test_pages_are_the_same_by_the_index_and_by_the_database(client, settings, world, django_assert_max_num_queries):
    made = {}
    for name, url in world.items():
        client.get(url)  # whoever was behind has caught up
        # the territory too, where somebody else on this server has committed meanwhile
        with django_assert_max_num_queries(QUERIES[name] + 1, info=name):
            made[name] = client.get(url).content
    settings.DIRECTORY_INDEX = "off"
    assert {name: client.get(url).content for name, url in world.items()} == made


def test_next_request_shows_what_was_published_and_nothing_that_was_withdrawn(client, world):
    draft = make_initiative(
        "Visières",
        published=False,
        communes=(make_commune("Nouvelle", insee="62999", latitude=50.9, longitude=1.8),),
        areas=(make_area("Opale"),),
        figures=({"item": "visières", "amount": 777, "unit": "visières"},),
        started_on=date(2021, 1, 1),
    )
    pages = [world["home"], world["theme"], "/communes/62999-nouvelle/", reverse("initiatives:atom")]
    seen = {}
    public = {"status": "published", "published_at": NOW, "published_by": make_user()}
    withdrawn = {"status": "withdrawn", "withdrawn_at": NOW, "withdrawn_by": public["published_by"]}
    for moment, fields in (("before", {}), ("published", public), ("withdrawn", withdrawn)):
        if fields:
            Initiative.objects.filter(pk=draft.pk).update(**fields)
        neighbour = "Nouvelle</a> (1)" in client.get(world["commune"]).content.decode()
        seen[moment] = [draft.get_absolute_url() in client.get(url).content.decode() for url in pages] + [neighbour]
    assert seen == {"before": [False] * 5, "published": [True] * 5, "withdrawn": [False] * 5}
