"""The list of everybody known, and the page from which a request is answered."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from backoffice.journal.kinds import Kind
from backoffice.models import JournalLine
from bulletins.reach.acts import entrust_series
from ledger.templatetags.ledger import told as in_words
from tests.backoffice.access.authenticators import make_key
from tests.builders import CONSENT, make_contact, make_initiative, make_person, make_series, make_user
from tests.bulletins.issues import make_cited, make_published

pytestmark = pytest.mark.django_db

LIST = "/admin/registre/"


@pytest.fixture
def known():
    person = make_person("Odile Vasseur", capacity="couturière", is_public=True, **CONSENT)
    contact = make_contact("+33611223344", kind="phone", label="son portable", is_personal=True, is_public=False)
    make_contact("contact@mairie.fr")
    account = make_user("j.martin", group="rédaction", first_name="Jeanne", last_name="Martin", email="jm@pref.fr")
    return {"person": person, "contact": contact, "account": account}


def names(client, **asked):
    text = client.get(LIST, asked).content.decode().replace("\u00a0", " ")
    return [name for name in ("Odile Vasseur", "06 11 22 33 44", "Jeanne Martin", "contact@mairie.fr") if name in text]


def test_list_holds_persons_personal_contacts_and_accounts(client, administrator, known):
    client.force_login(administrator)
    assert names(client) == ["Odile Vasseur", "06 11 22 33 44", "Jeanne Martin"]
    assert names(client, nature="contact") == ["06 11 22 33 44"]
    page = client.get(LIST).content.decode()
    assert "Accord de la personne (RGPD" in page
    assert "à effacer" in page  # nothing names the contact


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("vasseur", ["Odile Vasseur"]),
        ("VASSEUR Odile", ["Odile Vasseur"]),
        ("06.11.22.33.44", ["06 11 22 33 44"]),
        ("+33 6 11 22 33 44", ["06 11 22 33 44"]),
        ("11 22 33", ["06 11 22 33 44"]),
        ("jm@pref.fr", ["Jeanne Martin"]),
        ("JM (at) pref.fr", ["Jeanne Martin"]),
        ("martin", ["Jeanne Martin"]),
        ("personne de ce nom", []),
    ],
)
def test_list_is_searched_in_any_written_form(client, administrator, known, asked, answered):
    client.force_login(administrator)
    assert [name for name in names(client, q=asked) if name not in asked] == answered


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_for_many(client, administrator, django_assert_num_queries, count):
    for _ in range(count):
        make_initiative().persons.add(make_person())
        make_contact(is_personal=True, is_public=False)
        make_user()
    client.force_login(administrator)
    client.get(LIST)
    with django_assert_num_queries(11):
        client.get(LIST)


def test_pages_of_the_list_follow_each_other(client, administrator):
    for number in range(51):
        make_person(f"Personne {number:02d}")
    client.force_login(administrator)
    first = client.get(LIST, {"nature": "person"}).content.decode()
    second = client.get(LIST, {"nature": "person", "page": "2"}).content.decode()
    assert ("Personne 49" in first, "Personne 50" in first, "Page suivante" in first) == (True, False, True)
    assert ("Personne 50" in second, "Page suivante" in second) == (True, False)


def test_search_that_finds_nobody_leads_on(client, administrator):
    client.force_login(administrator)
    page = client.get(LIST, {"q": "Inès Morel"}).content.decode()
    assert f'{reverse("admin:initiatives_initiative_changelist")}?q=In%C3%A8s%20Morel"' in page
    assert f'href="{reverse("admin:organisations_person_add")}"' in page


def test_page_tells_why_since_when_and_where(client, editor, known):
    cited = make_cited("Couture", summary="Odile Vasseur coud. Vasseur rit.")
    cited.persons.add(known["person"])
    make_published(editor, cited)
    make_initiative("Chorale", summary="Merci à Odile Vasseur, de Lens.")
    client.force_login(editor)
    page = client.get(reverse("ledger:entry", args=["person", known["person"].pk])).content.decode()
    for words in ("Accord de la personne", "Donné le 1er\u00a0avril\u00a02020", "Couture",
                  "Merci à Odile Vasseur, de Lens.", "Édition publiée", "Historique (initiative)"):  # fmt: skip
        assert words in page
    assert "Registre des personnes</a>" not in page  # the list is the administrators'


def test_earlier_name_is_shown_where_it_is_frozen(client, editor):
    person = make_person("Odile Vaseur", is_public=True)
    cited = make_cited("Couture", summary="Odile Vaseur coud.")
    cited.persons.add(person)
    bulletin = make_published(editor, cited)
    url = reverse("ledger:entry", args=["person", person.pk])
    client.force_login(editor)
    assert "Une valeur d’avant" not in client.get(url).content.decode()
    person.name = "Odile Vasseur"
    person.save()
    page = client.get(url).content.decode().replace("\u00a0", " ")
    assert "« Odile Vaseur »" in page
    assert reverse("admin:bulletins_edition_change", args=[bulletin.editions.get().pk]) in page


@pytest.mark.parametrize("kind", ["person", "contact", "account"])
def test_extract_is_data_and_is_told_in_the_journal(client, administrator, known, kind):
    row = known[kind]
    url = reverse("ledger:extract", args=[kind, row.pk, "json"])
    client.force_login(administrator)
    assert client.get(url).status_code == 405
    assert not JournalLine.objects.filter(kind=Kind.PERSON_EXTRACTED).exists()
    response = client.post(url)
    told = json.loads(response.content)
    assert told["fiche"] == row.pk
    assert told["base légale"]
    assert "Vasseur" not in response["Content-Disposition"]
    line = JournalLine.objects.get(kind=Kind.PERSON_EXTRACTED)
    assert (line.account, line.about_id, line.told) == (administrator, str(row.pk), "JSON")


def test_extract_holds_what_is_known(client, editor, known):
    known["person"].capacity = "présidente"
    known["person"].save()
    make_initiative("Couture", summary="Odile Vasseur coud.").persons.add(known["person"])
    client.force_login(editor)
    told = json.loads(client.post(reverse("ledger:extract", args=["person", known["person"].pk, "json"])).content)
    assert told["données"] == {"nom": "Odile Vasseur", "qualité": "présidente", "nom public": True}
    assert [state["qualité"] for state in told["états successifs de la fiche"]] == ["couturière", "présidente"]
    assert told["accord"] == ["donné le 1er\u00a0avril\u00a02020, courriel", "Accord reçu."]
    (place,) = told["où elles figurent"]
    assert (place["intitulé"], place["passages"]) == ("Couture", ["Odile Vasseur coud."])


def test_extract_of_an_account_holds_its_security_keys(client, administrator, known):
    make_key(known["account"], name="Clé de Jeanne")
    client.force_login(administrator)
    told = json.loads(client.post(reverse("ledger:extract", args=["account", known["account"].pk, "json"])).content)
    assert [(one["nom"], one["dernier emploi"]) for one in told["clés de sécurité"]] == [("Clé de Jeanne", None)]


def test_extract_of_an_account_tells_its_series(client, administrator, known):
    entrust_series(account=known["account"], series=[make_series(name="Le littoral solidaire")], by=administrator)
    client.force_login(administrator)
    told = client.post(reverse("ledger:extract", args=["account", known["account"].pk, "json"])).json()
    assert told["données"]["séries confiées"] == ["Le littoral solidaire"]


def test_extract_of_an_account_holds_its_journal(client, administrator, known):
    JournalLine.objects.create(kind=Kind.LOGGED_IN, account=known["account"], who="j.martin", network="192.0.2.x")
    client.force_login(administrator)
    told = json.loads(client.post(reverse("ledger:extract", args=["account", known["account"].pk, "json"])).content)
    assert [(line["acte"], line["d’où"]) for line in told["journal"]] == [("connexion", "192.0.2.x")]


def test_extract_on_paper_is_accessible(client, editor, known):
    import io

    import pikepdf

    client.force_login(editor)
    response = client.post(reverse("ledger:extract", args=["person", known["person"].pk, "pdf"]))
    assert response["Content-Type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(response.content)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "fr-FR"
        assert pdf.open_metadata()["pdfuaid:part"] == "1"


def test_day_is_data_in_the_file_and_words_on_paper(client, editor, known):
    client.force_login(editor)
    file = client.post(reverse("ledger:extract", args=["person", known["person"].pk, "json"])).content
    since = timezone.localdate(known["person"].history.get().history_date)
    assert json.loads(file)["depuis"] == since.isoformat()
    assert in_words(date(2026, 11, 1)) == "1er\u00a0novembre\u00a02026"


def test_who_may_read_what(client, officer, editor, administrator, known):
    account, person = known["account"], known["person"]
    asked = {
        LIST: (403, 403, 200),
        reverse("ledger:entry", args=["person", person.pk]): (403, 200, 200),
        reverse("ledger:entry", args=["account", account.pk]): (403, 403, 200),
        reverse("ledger:entry", args=["chose", 1]): (404, 404, 404),
        reverse("ledger:entry", args=["person", 999]): (403, 404, 404),
    }
    for path, statuses in asked.items():
        for reader, status in zip((officer, editor, administrator), statuses, strict=True):
            client.force_login(reader)
            assert client.get(path).status_code == status, (path, reader)
    assert client.post(reverse("ledger:extract", args=["person", person.pk, "exe"])).status_code == 404


def test_due_rows_are_marked(client, administrator, known):
    from ledger.register.grounds import with_use
    from ledger.register.known import line_of, rows_known

    make_initiative().persons.add(known["person"])
    row = with_use(rows_known("person")).get()
    ground = line_of("person", row).ground
    assert not ground.is_due(timezone.localdate())
    assert ground.is_due(date(2100, 1, 1))
