"""Facts of a past month do not stand in the present without a word."""

from datetime import date

import pytest
from django.utils import timezone

from tests.builders import make_commune, make_initiative, make_organisation
from tests.directory.published import publish

pytestmark = pytest.mark.django_db

OLD = "Information d’avril\u00a02020, à\u00a0vérifier"


def test_every_list_and_page_says_how_old_the_information_is(client):
    commune, organisation = make_commune("Marck"), make_organisation("Ville de Marck")
    row = make_initiative(communes=(commune,), organisations=(organisation,), started_on=date(2020, 4, 7))
    for page in (commune, organisation, row.theme, row):
        assert OLD in client.get(page.get_absolute_url()).content.decode()
    assert OLD in client.get("/initiatives/").content.decode()
    assert "renseignez-vous avant de vous déplacer" in client.get(row.get_absolute_url()).content.decode()


def test_what_was_just_checked_is_said_to_go_on(client):
    today = timezone.localdate()
    row = make_initiative(started_on=date(2020, 4, 7), state_checked_on=today)
    html = client.get(row.get_absolute_url()).content.decode()
    assert "En cours, vérifié le" in html
    assert "à\u00a0vérifier" not in html
    (result,) = client.get("/initiatives.json").json()["results"]
    assert (result["state"], result["known_on"]) == ("ongoing", today.isoformat())


def test_home_headlines_keep_their_bulletin(client):
    publish(make_initiative("Masques", started_on=date(2020, 4, 7)))
    assert client.get("/").status_code == 200


def test_card_that_no_bulletin_cites_tells_its_day_alone(client):
    make_initiative("Masques", started_on=date(2020, 4, 7))
    card = '<span class="card__origin"><time datetime="2020-04-07">'
    assert card in client.get("/initiatives/").content.decode()
    publish(make_initiative("Repas", started_on=date(2020, 4, 8)))
    assert '</a>, <time datetime="2020-04-' in client.get("/initiatives/").content.decode()
