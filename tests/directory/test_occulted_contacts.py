"""An occulted contact is destroyed whole: no public surface, no stored text and no file tells it in any form."""

from __future__ import annotations

import json
import re
from io import BytesIO
from itertools import cycle
from urllib.parse import quote, quote_plus

import pdfplumber
import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.urls import reverse

from bulletins.models import Edition, Entry
from bulletins.occulting.acts import NotOccultable, OccultationIncomplete, occult_edition
from bulletins.printing import printing_problem, without_printing
from bulletins.services import rectify_bulletin
from bulletins.snapshots import fingerprint
from communes.models import Territory
from initiatives.models import Initiative
from organisations.models import Contact
from tests.builders import make_commune, make_contact, make_initiative, make_organisation, make_territory
from tests.directory.published import publish
from tests.directory.surfaces import read, surfaces

pytestmark = pytest.mark.django_db

PHONE = ("phone", "+33612345678")
EMAIL = ("email", "zorg.nom@exemple.fr")
# Each contact as five people write it; the texts of the world hold them all.
PHONE_FORMS = ("06 12 34 56 78", "06.12.34.56.78", "0612345678", "+33 6 12 34 56 78", "0033-6-12-34-56-78")
MORE_PHONE_FORMS = ("06\u00a012\u202f34\u00a056\u00a078", "06\u201112\u201134\u201156\u201178", "+33 (0)6 12 34 56 78")
EMAIL_FORMS = ("zorg.nom@exemple.fr", "Zorg.Nom@Exemple.fr", "ZORG.NOM@EXEMPLE.FR", "zorg.nom (at) exemple.fr",
               "[écrire](mailto:zorg.nom@exemple.fr)")  # fmt: skip
PHONES = (*PHONE_FORMS, *MORE_PHONE_FORMS, "[appeler](tel:+33612345678)")
ALL = " ; ".join((*PHONES, *EMAIL_FORMS))
# One of each in a text: a bulletin that prints a contact twice in one does not appear.
PAIRS = [f"{phone} ; {email}" for phone, email in zip(PHONES, cycle(EMAIL_FORMS), strict=False)]
QUERIES = ["", "q=masques", "q=zorg.nom@exemple.fr", "q=06 12 34 56 78", "q=0612345678", "commune=62548", "bulletin=7"]


def leaks(text: str) -> list[str]:
    """The traces of either contact: by bare digits and bare letters, whatever stands between."""
    found = ["téléphone"] if "612345678" in re.sub(r"\D", "", text) else []
    return found + (["courriel"] if re.search(r"zorg\W{0,3}nom", text, re.IGNORECASE) else [])


@pytest.fixture
def world(editor, settings, tmp_path):
    """A phone and an e-mail in every text of two bulletins, the first with a rectificatif."""
    settings.MEDIA_ROOT = tmp_path  # no other process of the suite writes files of bulletins there
    make_territory()
    marck = make_commune("Marck", insee="62548")
    contacts = [make_contact(value, kind=kind) for kind, value in (PHONE, EMAIL)]
    rows = [
        make_initiative(
            f"Des masques cousus à Marck {day}, 06 12 34 56 78",
            summary=f"On coud des masques {day}. {pair}.",
            communes=(marck,),
            organisations=(make_organisation(seat=marck, description=f"Atelier. {ALL}"),),
            contacts=contacts,
            figures=({"item": "masques (06.12.34.56.78)", "amount": 5, "unit": "pièces"},),
        )
        for day, pair in zip(("hier", "demain", *map("le {} avril".format, range(3, 20))), PAIRS, strict=False)
    ]
    rows[0].participations.update(detail="appeler le 0612345678")
    first = publish(rows[0], *rows[2:], number=7, closing=f"Merci. {PAIRS[1]}")
    first.sections.update(introduction=f"Ici. {PAIRS[2]}")
    first.links.create(label="Écrire à zorg.nom@exemple.fr", url="https://exemple.fr/?mail=zorg.nom@exemple.fr")
    rectify_bulletin(bulletin=first, by=editor, correction="Le numéro est bien le 06 12 34 56 78.")
    publish(rows[1], number=8, wording=PAIRS[3])
    for row in (*Initiative.objects.all(), *Entry.objects.all()):
        row.save()  # a version of the past, with the words
    return rows


def occult(editor, **chosen):
    edition = Edition.objects.get(bulletin__number=7, revision=1)
    return occult_edition(edition=edition, by=editor, reason="Demande d’effacement", **chosen)


def every_surface(client, rows) -> dict[str, str]:
    bulletins = [f"/bulletins/{number}/{query}" for number in (7, 8) for query in ("", "?revision=1", "?revision=2")]
    with without_printing():  # PDFs have their own test
        shown = {path: read(client, path) for path in [*surfaces(*rows, queries=QUERIES), *bulletins]}
    for path in shown:
        asked = path.partition("q=")[2]
        for echo in filter(None, {asked, quote(asked), quote_plus(asked)}):  # what was asked is said again
            shown[path] = shown[path].replace(echo.lower(), "")
        for word in asked.lower().split():  # word by word where only some of them are found
            shown[path] = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", "", shown[path])
    return shown


def everything_stored() -> dict[str, str]:
    """Every text of the database as it stands there, history included, but for the contacts' own rows."""
    editions = {f"édition {e.pk}": json.dumps(e.snapshot, ensure_ascii=False) + e.correction
                for e in Edition.objects.all()}  # fmt: skip
    texts = {}
    for model in (Initiative, Entry):
        for name, rows in (("actuel", model.objects.all()), ("passé", model.history.all())):
            texts[f"{model.__name__} {name}"] = json.dumps(list(rows.values()), cls=DjangoJSONEncoder, default=str)
    citations = {f"citation {row.pk}": row.citations.values_list("wording", flat=True).get().strip()
                 for row in Initiative.objects.all()}  # fmt: skip
    return editions | texts | citations


@pytest.mark.parametrize(
    "chosen",
    [
        {"passages": ["06 12 34 56 78", "zorg.nom@exemple.fr"]},
        {"passages": ["tel:+33612345678", "mailto:Zorg.Nom@Exemple.fr"]},
        {"contacts": "rows"},
    ],
    ids=["mots", "liens", "fiches"],
)
def test_contact_is_destroyed_in_every_form_on_every_surface(client, editor, world, settings, chosen):
    settings.DEBUG = False
    if chosen == {"contacts": "rows"}:
        chosen = {"contacts": list(Contact.objects.all())}
    told = str(occult(editor, **chosen))
    assert {path: found for path, text in every_surface(client, world).items() if (found := leaks(text))} == {}
    assert {name: found for name, text in everything_stored().items() if (found := leaks(text))} == {}
    assert not Contact.objects.public().exists()
    assert Edition.objects.filter(occulted_at=None).count() == 0
    assert all(edition.sha256 == fingerprint(edition.snapshot) for edition in Edition.objects.all())
    assert all(entry["contacts"] == [] for e in Edition.objects.all() for entry in e.snapshot["sections"][0]["entries"])
    assert "n°\u00a07 (révision 1), n°\u00a07 (révision 2) et n°\u00a08 (révision 1)" in told
    assert "2\u00a0fiches rendues non publiques" in told
    for searched in ("3\u00a0textes figés", "textes de la rédaction", "adresses publiques", "PDF", "recherche"):
        assert searched in told.partition("Vérifié")[2]


def test_control_the_walk_sees_them_before(client, world):
    shown = every_surface(client, world)
    for path in ("/bulletins/7/?revision=1", "/bulletins/7/?revision=2", "/bulletins/8/", "/initiatives.csv?",
                 "/initiatives.json?q=0612345678", "/initiatives.atom?", "/bulletins/atom.xml",
                 world[0].get_absolute_url()):  # fmt: skip
        assert leaks(shown[path]), path
    assert leaks(shown["/bulletins/7/?revision=1"]) == ["téléphone", "courriel"]
    assert all(leaks(text) for text in everything_stored().values())


def test_search_finds_nothing_by_an_occulted_contact(client, editor, world):
    def found(words: str) -> int:
        return client.get("/initiatives.json", {"q": words}).json()["count"]

    forms = ["0612345678", '"06 12 34 56 78"', "06.12.34.56.78", "zorg.nom@exemple.fr"]
    assert all(found(form) for form in forms)
    occult(editor, passages=["06 12 34 56 78", "zorg.nom@exemple.fr"])
    assert [found(form) for form in forms] == [0, 0, 0, 0]
    assert found("masques Marck") == len(world)


@pytest.mark.skipif(printing_problem() is not None, reason="WeasyPrint lacks its system libraries here")
def test_kept_pdf_is_deleted_and_the_new_one_tells_nothing(
    client, editor, world, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    path = "/bulletins/7.pdf?revision=1"
    assert leaks(_printed(client, path)) == ["téléphone", "courriel"]
    old = list(tmp_path.rglob("*.pdf"))
    assert old
    with django_capture_on_commit_callbacks(execute=True):
        occult(editor, passages=["06 12 34 56 78", "zorg.nom@exemple.fr"])
    assert not any(file.exists() for file in old)
    assert leaks(_printed(client, path)) == []


def test_form_of_an_open_page_cannot_bring_the_contact_back(editor, world):
    version = Initiative.objects.get(pk=world[0].pk).version
    occult(editor, passages=["06 12 34 56 78"])
    assert Initiative.objects.get(pk=world[0].pk).version == version + 1


def test_rectificatif_after_it_does_not_bring_the_contact_back(client, editor, world):
    occult(editor, passages=["06 12 34 56 78", "zorg.nom@exemple.fr"])
    bulletin = Edition.objects.get(bulletin__number=7, revision=1).bulletin
    bulletin.introduction = "Autre introduction."
    bulletin.save()
    edition = rectify_bulletin(bulletin=bulletin, by=editor, correction="L’introduction change.")
    assert leaks(json.dumps(edition.snapshot)) == []


def test_what_would_be_left_undoes_the_whole_act(client, editor, world):
    """The switchboard of the press office is a setting: the act does not touch it, sees it, and gives up."""
    Territory.objects.update(press_phone="06 12 34 56 78")
    before = everything_stored()
    with pytest.raises(OccultationIncomplete, match=r"Rien n’est détruit.*/mentions-legales/"):
        occult(editor, passages=["06 12 34 56 78"])
    assert everything_stored() == before
    assert Contact.objects.public().count() == 2


def test_words_stay_in_other_bulletins_unless_asked(editor, world):
    occult(editor, passages=["On coud des masques"], contacts=[])
    assert "On coud des masques" not in Initiative.objects.get(pk=world[0].pk).summary
    assert "On coud des masques" in Initiative.objects.get(pk=world[1].pk).summary
    with pytest.raises(NotOccultable, match="n’est écrit nulle part"):
        occult(editor, passages=["On coud des masques"])
    occult(editor, passages=["On coud des masques"], is_everywhere=True)
    assert "On coud des masques" not in Initiative.objects.get(pk=world[1].pk).summary


def test_name_and_number_in_one_passage_both_go(client, editor):
    phone = make_contact("+33612345678", kind="phone")
    summary = "Contact : Zorg Nom, 06 12 34 56 78. Tél. : 06.12.34.56.78."
    row = make_initiative("Des masques", summary=summary, contacts=(phone,))
    publish(row, number=7)
    occult(editor, passages=["Zorg Nom, 06 12 34 56 78"])
    row.refresh_from_db()
    assert row.summary == "Contact : [passage retiré]. Tél. : [coordonnée retirée]."
    assert leaks(read(client, "/bulletins/7/")) == []


def test_act_of_the_back_office_offers_the_contacts_and_reports(client, editor, world):
    client.force_login(editor)
    url = reverse("admin:bulletins_edition_act", args=[Edition.objects.first().pk, "occulter"])
    page = client.get(url).content.decode()
    assert "06\u00a012\u00a034\u00a056\u00a078" in page
    assert "gardent sa valeur jusqu’à ce que la fiche soit supprimée" in page
    phone = Contact.objects.get(kind="phone")
    response = client.post(
        url, {"version": "", "reason": "Demande", "contacts": [phone.pk], "passages": ""}, follow=True
    )
    page = response.content.decode()
    assert "Vérifié ensuite, il n’en reste rien ici" in page
    assert "gardent la valeur tant que la fiche n’est pas supprimée" in page
    assert f'href="{reverse("admin:organisations_contact_delete", args=[phone.pk])}"' in page
    assert Contact.objects.public().get().kind == "email"


def _printed(client, path: str) -> str:
    """The words of a PDF and the targets of its links."""
    response = client.get(path)
    with pdfplumber.open(BytesIO(response.content)) as pdf:
        return " ".join(
            (page.extract_text() or "") + " ".join(str(a["uri"]) for a in page.annots) for page in pdf.pages
        )
