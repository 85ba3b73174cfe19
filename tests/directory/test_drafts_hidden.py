"""A draft's words, and what is private in a published initiative, stand on no public surface."""

from __future__ import annotations

import pytest

from initiatives.models import Coverage, Initiative, Participation
from tests.builders import (
    make_area,
    make_audience,
    make_bulletin,
    make_commune,
    make_contact,
    make_initiative,
    make_organisation,
    make_person,
    make_section,
    make_territory,
)
from tests.directory.published import publish
from tests.directory.surfaces import read, surfaces

pytestmark = pytest.mark.django_db

SECRETS = (
    "zorgtitre", "zorgtexte", "zorgorganisation", "zorgsigle", "zorgpresentation", "zorgcontact", "zorgpublic",
    "zorgterritoire", "zorgpersonne", "zorgchiffre", "zorgunite", "zorgbulletin", "zorgintertitre", "zorgmot",
    "zorgdetail", "zorglibelle", "zorgnote",
)  # fmt: skip
PRIVATE = ("zorgprive", "zorgdiscret")
# The filters that would single the draft out.
QUERIES = [
    "",
    "q=masques",
    "q=introuvablepartout",
    "q=zorgtitr",
    "q=zorgtexte",
    "q=masques zorgterritoir",
    "commune=62548",
    "theme=protection",
    "type=association",
    "territoire=zorgterritoire",
    "public=zorgpublic",
    "bulletin=99",
    "tri=commune",
    "commune_nom=zorgterritoire",
    "commune_nom=zorg",
    "depuis=2000-01-01",
]


@pytest.fixture
def draft():
    """Words of its own in every field, beside a published initiative of the same theme and commune."""
    make_territory()
    marck = make_commune("Marck", insee="62548")
    shown = make_initiative(
        "Masques à Marck",
        communes=(marck,),
        organisations=(make_organisation("Ville de Marck", seat=marck),),
        contacts=(make_contact("zorgprive@exemple.fr", is_public=False),),
    )
    shown.persons.add(make_person("Zorgdiscret"))
    shown.organisations.get().contacts.add(make_contact("zorgprive2@exemple.fr", is_public=False))
    publish(shown, number=7)
    organisation = make_organisation(
        "Zorgorganisation", other_names="Zorgsigle", description="Zorgpresentation", seat=marck
    )
    organisation.contacts.add(make_contact("zorgcontact2@exemple.fr", label="zorglibelle"))
    row = make_initiative(
        "Zorgtitre",
        published=False,
        summary="Zorgtexte",
        communes=(marck,),
        areas=(make_area("Zorgterritoire", locative="dans le Zorgterritoire", note="Zorgnote"),),
        organisations=(organisation,),
        audiences=(make_audience("zorgpublic"),),
        contacts=(make_contact("zorgcontact@exemple.fr"),),
        figures=({"item": "zorgchiffre", "amount": 123456, "unit": "zorgunite"},),
        follows=shown,
    )
    row.persons.add(make_person("Zorgpersonne", is_public=True))
    Participation.objects.filter(initiative=row).update(detail="zorgdetail")
    make_section(make_bulletin("Zorgbulletin", number=99), row, heading="Zorgintertitre").entries.update(
        wording="zorgmot"
    )
    Coverage.objects.filter(initiative=row).update(role="benefits")
    return row


def test_no_word_of_a_draft_is_public(client, draft, settings):
    settings.DEBUG = False
    leaks = []
    for path in surfaces(draft, *Initiative.objects.published(), queries=QUERIES):
        text = read(client, path)
        asked = path.partition("?")[2]
        leaks += [(path, word) for word in (*SECRETS, *PRIVATE) if word in text and word not in asked]
        # A word that was asked for may come back only as what was typed, never as a link, an option or a suggestion.
        leaks += [(path, word, "answered") for word in SECRETS if word in asked and f">{word}" in text]
    assert leaks == []
    assert "123" + "\u00a0" + "456" not in client.get("/").content.decode()


def test_draft_counts_nowhere(client, draft):
    data = client.get("/initiatives.json").json()
    assert data["count"] == 1
    assert {option["value"]: option["count"] for option in data["facets"]["commune"]} == {"62548": 1}
    assert sum(option["count"] for option in data["facets"]["theme"]) == 1
    assert "1\u00a0initiative" in client.get("/").content.decode()


def test_control_published_it_shows(client, draft):
    """The walk above would see the words: once published, it does."""
    Initiative.objects.filter(pk=draft.pk).update(
        status="published", published_at=draft.created_at, published_by=draft.created_by or _author()
    )
    text = "".join(read(client, path) for path in ("/", "/initiatives/", "/initiatives.json", "/sitemap.xml"))
    for word in ("zorgtitre", "zorgtexte", "zorgorganisation", "zorgpublic", "zorgterritoire", "zorgcontact"):
        assert word in text
    for word in PRIVATE:
        assert word not in text


def _author():
    from django.contrib.auth.models import User

    return User.objects.first()
