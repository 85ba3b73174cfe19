"""The picture of an initiative on its page, when it is shared, and under its own address."""

import pytest

from initiatives.services import withdraw_initiative
from initiatives.uniting.initiatives import merge_initiatives
from tests.builders import make_initiative, make_person, make_picture


@pytest.fixture
def picture(db):
    return make_picture(make_initiative("Des masques"))


def url_of(picture, kind="jpeg", width=480):
    return f"/images/{picture.sha256}-{width}.{kind}"


def test_page_shows_the_picture_with_its_place_kept(client, picture):
    page = client.get(picture.initiative.get_absolute_url()).content.decode()
    assert f'<source type="image/avif" srcset="{url_of(picture, "avif")} 480w"' in page
    assert 'width="480" height="320" alt="Des machines à coudre sur une table" loading="lazy"' in page
    assert "Photo\u00a0: Ville de Marck, avec l’accord de l’auteur" in page
    assert f'property="og:image" content="http://testserver{url_of(picture)}"' in page


def test_page_without_a_picture_has_no_empty_place(client, picture):
    page = client.get(make_initiative("Sans image").get_absolute_url()).content.decode()
    assert "<figure" not in page
    assert "og:image" not in page


def test_page_does_not_show_an_earlier_picture(client, picture):
    picture.is_current = False
    picture.save()
    assert picture.sha256 not in client.get(picture.initiative.get_absolute_url()).content.decode()


def test_hidden_name_is_taken_out_of_the_texts(client, picture):
    picture.alternative_text = "Camille Exemple coud"
    picture.save()
    picture.initiative.persons.add(make_person("Camille Exemple", is_public=False))
    assert "Camille" not in client.get(picture.initiative.get_absolute_url()).content.decode()


@pytest.mark.parametrize("kind", ["avif", "webp", "jpeg"])
def test_file_is_sent_as_what_it_is_and_may_be_kept(client, picture, kind):
    answer = client.get(url_of(picture, kind))
    assert (answer.status_code, answer.content) == (200, kind.encode())
    assert answer["Content-Type"] == f"image/{kind}"
    assert answer["Cache-Control"] == "public, max-age=86400, immutable"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert client.get(url_of(picture, kind), headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_file_that_does_not_exist_is_not_found(client, picture):
    for url in (url_of(picture, "gif"), url_of(picture, width=960), "/images/../jpeg-480.jpeg"):
        assert client.get(url).status_code == 404


def test_file_goes_with_the_initiative(client, picture, editor, officer):
    withdraw_initiative(initiative=picture.initiative, by=editor, reason="Doublon")
    assert client.get(url_of(picture)).status_code == 404
    client.force_login(officer)
    answer = client.get(url_of(picture))
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")


def test_file_of_a_draft_is_for_the_office_alone(client, db, officer):
    picture = make_picture(make_initiative("Brouillon", published=False))
    assert client.get(url_of(picture)).status_code == 404
    client.force_login(officer)
    assert client.get(url_of(picture)).status_code == 200


def test_file_of_a_united_initiative_stays(client, picture, editor):
    merge_initiatives(kept=make_initiative("Gardée"), duplicate=picture.initiative, by=editor)
    assert client.get(url_of(picture)).status_code == 200
