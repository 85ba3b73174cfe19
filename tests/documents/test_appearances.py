"""The page of a person or of a contact lists every place where it appears."""

from __future__ import annotations

import pytest
from django.urls import reverse

from bulletins.services import rectify_bulletin
from documents.models import DocumentImport, SourceDocument
from organisations.appearances import appearances_of
from tests.builders import make_contact, make_initiative, make_organisation, make_person
from tests.bulletins.issues import make_draft, make_published
from tests.documents.drafts import make_draft as make_proposal

pytestmark = pytest.mark.django_db

TOLD = "Écrire à Zoé Exemple, 03.21.34.56.78"
ELSEWHERE = "Écrire à Léa Exemple, 03 21 34 56 79"


@pytest.fixture
def rows():
    return make_contact("+33321345678", kind="phone"), make_person("Zoé Exemple", is_public=True)


def _appear(rows, editor, officer, *, times: int = 1) -> None:
    """In every kind of text, each time; and once in none, under another name and number."""
    contact, person = rows
    for text in [TOLD] * times + [ELSEWHERE]:
        make_organisation(description=text)
        published = make_initiative("Couture", summary="Des masques.")
        if text == TOLD:
            published.contacts.add(contact)
            published.persons.add(person)
        bulletin = make_published(editor, published, introduction=text)
        bulletin.sections.update(introduction=text)
        bulletin.sections.get().entries.update(wording=text)
        rectify_bulletin(bulletin=bulletin, by=editor, correction="Corrigé.")
        make_draft(make_initiative("Brouillon", published=False, summary=text), closing=text)
        sha256 = f"{SourceDocument.objects.count():064}"
        source = SourceDocument.objects.create(sha256=sha256, filename="lettre.txt", size=1, received_by=officer)
        DocumentImport.objects.create(document=source, text=text, proposal=make_proposal(), created_by=officer)


def test_every_place_is_listed_and_no_other(rows, editor, officer):
    _appear(rows, editor, officer)
    for row in rows:
        found = [(place.kind, place.way) for place in appearances_of(row)]
        attached = "parmi ses contacts" if row is rows[0] else "parmi ses personnes"
        assert sorted(found) == [
            ("Bulletin", "dans la conclusion"),
            ("Bulletin", "dans l’introduction"),
            ("Document importé", "dans le texte du document"),
            ("Initiative", "dans son texte ; brouillon"),
            ("Initiative", f"{attached} ; parue"),
            ("Organisation", "dans son nom ou sa présentation"),
            ("Rubrique", "dans son intertitre ou son chapeau"),
            ("Texte du jour", "dans ce texte"),
            ("Édition publiée", "dans le texte figé"),
            ("Édition publiée", "dans le texte figé"),
        ]


def test_editions_are_named_by_revision_and_all_links_work(client, rows, editor, officer):
    _appear(rows, editor, officer)
    client.force_login(editor)
    for row in rows:
        page = client.get(reverse(f"admin:organisations_{row._meta.model_name}_change", args=[row.pk])).content.decode()
        assert "(n°\u00a01), révision 1</a>" in page
        assert "(n°\u00a01), révision 2</a>" in page
        for place in appearances_of(row):
            assert f'href="{place.url}"' in page
            assert client.get(place.url).status_code == 200


@pytest.mark.parametrize("times", [1, 3])
def test_number_of_queries_does_not_grow(rows, editor, officer, times, django_assert_num_queries):
    _appear(rows, editor, officer, times=times)
    contact, person = rows
    with django_assert_num_queries(14):
        assert len(appearances_of(contact)) == 10 * times
    with django_assert_num_queries(15):
        assert len(appearances_of(person)) == 10 * times


def test_contact_of_an_organisation_is_told(rows):
    organisation = make_organisation()
    organisation.contacts.add(rows[0])
    assert [(one.label, one.way) for one in appearances_of(rows[0])] == [(organisation.name, "parmi ses contacts")]


def test_page_of_one_that_appears_nowhere_says_so(client, officer, rows):
    client.force_login(officer)
    for row in rows:
        page = client.get(reverse(f"admin:organisations_{row._meta.model_name}_change", args=[row.pk])).content.decode()
        assert "Nulle part pour l’instant." in page


@pytest.mark.parametrize(
    ("kind", "value", "written"),
    [
        ("email", "zoé@exemple.fr", "ZOE\u0301 (at) exemple.fr"),
        ("phone", "+33612345678", "0033 6 12 34 56 78"),
        ("website", "https://www.zoe.fr/", "http://zoe.fr"),
        ("twitter", "https://twitter.com/ZoeZoe", "@ZoeZoe"),
        ("other", "en mairie", "en  mairie"),
    ],
)
def test_contact_is_found_in_any_form(kind, value, written):
    contact = make_contact(value, kind=kind)
    make_initiative(summary=f"Écrire : {written}.")
    assert len(appearances_of(contact)) == 1
