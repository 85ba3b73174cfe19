"""The screens of an import: upload, review, corrections, report, undoing, original."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from bulletins.models import Bulletin
from documents.models import DocumentImport, SourceDocument
from initiatives.models import Initiative
from tests.builders import make_bulletin, make_commune, make_initiative, make_organisation
from tests.documents.review.desk import card, correct, find, ids, url
from tests.documents.sample import RELEASE

SAMPLE = RELEASE.encode()
ADD = "/admin/documents/documentimport/add/"


def upload(desk, data=SAMPLE, name="semaine 19.txt"):
    return desk.post(ADD, {"file": SimpleUploadedFile(name, data), "text": ""})


def test_upload_opens_a_review(desk, series):
    response = upload(desk)
    review = DocumentImport.objects.get()
    assert response.status_code == 302
    assert response["Location"] == url(review)
    body = desk.get(url(review)).content.decode()
    for words in ("Le bulletin", "Initiative 3", "Non placé", "Créer le brouillon", "semaine 19.txt", "pas public"):
        assert words in body


def test_pasted_text_opens_a_review(desk, series):
    desk.post(ADD, {"text": RELEASE})
    assert DocumentImport.objects.get().document.filename == "texte collé.txt"


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("programme.exe", b"MZ\x90\x00\x03", "Ce type de fichier"),
        ("abime.pdf", b"%PDF-1.7 abime", "abîmé"),
    ],
)
def test_unreadable_upload_is_explained_and_nothing_is_stored(desk, series, name, data, sentence):
    response = upload(desk, data, name)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not SourceDocument.objects.exists()


@pytest.mark.parametrize("data", [{"text": ""}, {"text": "   "}, {"text": "a\x00b"}, {}])
def test_upload_of_nothing_asks_for_a_document(desk, series, data):
    response = desk.post(ADD, data)
    assert response.status_code == 422
    assert "Rien n’a été enregistré" in response.content.decode()


def test_same_file_leads_to_its_open_review(desk, series):
    first, second = upload(desk), upload(desk)
    assert first["Location"] == second["Location"]
    assert DocumentImport.objects.count() == 1


def accept_all(desk, review):
    for identifier in ids(review):
        correct(desk, review, card(review, identifier, "accept"))
    review.refresh_from_db()
    return desk.post(url(review, "accepter"), {"version": review.version}, follow=True)


def test_same_file_after_its_import_is_announced_and_can_be_read_again(desk, review):
    accept_all(desk, review)
    response = upload(desk)
    assert response.status_code == 409
    assert "Ce document a déjà été importé" in response.content.decode()
    response = desk.post(reverse("admin:documents_documentimport_again", args=[review.document_id]))
    assert DocumentImport.objects.filter(status="review").count() == 1
    assert response.status_code == 302


def test_taken_number_is_said_at_once(desk, review):
    assert "existe déjà" not in desk.get(url(review)).content.decode()
    make_bulletin(number=9)
    assert "Le n°\xa09 existe déjà" in desk.get(url(review)).content.decode()


def test_deciding_goes_on_to_the_next_initiative(desk, review):
    first, second, third = ids(review)
    response = correct(desk, review, card(review, first, "accept"))
    assert response["Location"].endswith(f"#{second}")
    response = correct(desk, review, card(review, second, "set_aside"))
    assert response["Location"].endswith(f"#{third}")
    correct(desk, review, card(review, third, "accept"))
    assert [find(review, one)["decision"] for one in (first, second, third)] == ["accepted", "rejected", "accepted"]


def test_accepting_also_keeps_what_is_typed(desk, review):
    first = ids(review)[0]
    correct(desk, review, card(review, first, "accept", title="Des masques à Marck"))
    assert (find(review, first)["title"], find(review, first)["decision"]) == ("Des masques à Marck", "accepted")


def test_card_corrects_values(desk, review):
    first = ids(review)[0]
    data = card(
        review,
        first,
        **{
            "communes-0-role": "benefits",
            "figures-0-amount": "1 700",
            "figures-0-unit": "masques",
            "figures-0-item": "masques",
            "figures-0-period": "target",
        },
    )
    correct(desk, review, data)
    initiative = find(review, first)
    assert initiative["communes"][0]["role"] == "benefits"
    assert (initiative["figures"][0]["amount"], initiative["figures"][0]["period"]) == (1700, "target")


def test_renamed_actor_is_no_longer_the_known_one(desk, review, officer):
    known = make_organisation("Ville de Marck", kind="collectivite", seat=make_commune("Marck", insee="62548"))
    desk.post(url(review, "annuler"))
    desk.post(url(review, "reprendre"))
    review = DocumentImport.objects.get(status="review")
    first = ids(review)[0]
    assert find(review, first)["organisations"][0]["match"] == known.pk
    correct(desk, review, card(review, first, **{"organisations-0-match": "new"}))
    assert find(review, first)["organisations"][0]["match"] is None
    correct(desk, review, card(review, first, **{"organisations-0-name": "Marck Solidaire"}))
    assert find(review, first)["organisations"][0]["name"] == "Marck Solidaire"


def test_person_taken_out_of_the_text_is_no_longer_remarked(desk, review):
    third = ids(review)[2]
    assert find(review, third)["remarks"][-1]["field"] == "persons"
    correct(desk, review, card(review, third, text="À Guemps, une habitante téléphone à vingt voisins âgés."))
    assert [remark for remark in find(review, third)["remarks"] if remark["field"] == "persons"] == []


def test_add_and_remove_a_value(desk, review):
    first = ids(review)[0]
    start = review.text.index("écoles")
    data = card(review, first, "add", add_kind="organisations", add_start=start, add_end=start + 6)
    correct(desk, review, data)
    names = [one["name"] for one in find(review, first)["organisations"]]
    assert names[-1] == "écoles"
    correct(desk, review, card(review, first, f"remove:organisations:{len(names) - 1}"))
    assert [one["name"] for one in find(review, first)["organisations"]] == names[:-1]


def test_split_and_merge(desk, review):
    first = ids(review)[0]
    at = review.text.index("Plus d’informations")
    correct(desk, review, card(review, first, "split", cut=at))
    assert len(ids(review)) == 4
    second = ids(review)[1]
    response = correct(desk, review, card(review, second, "merge"))
    assert response["Location"].endswith(f"#{first}")
    assert len(ids(review)) == 3


def test_move_to_another_section(desk, review):
    first = ids(review)[0]
    other = review.proposal["sections"][1]["id"]
    correct(desk, review, card(review, first, section=other))
    assert ids(review)[-1] == first
    correct(desk, review, card(review, first, section="theme:jeunes"))
    review.refresh_from_db()
    assert review.proposal["sections"][-1]["theme"] == "jeunes"


def test_head_and_section_are_corrected(desk, review):
    head = {"act": "head", "version": 1, "kind": "special", "number": "", "title": "Spécial", "date": "1/5/2020"}
    correct(desk, review, head)
    section = review.proposal["sections"][0]["id"]
    correct(desk, review, {"act": f"section:{section}", "version": 2, "heading": "Masques", "theme": "soignants"})
    review.refresh_from_db()
    bulletin = review.proposal["bulletin"]
    assert (bulletin["kind"], bulletin["title"], bulletin["date"]) == ("special", "Spécial", "2020-05-01")
    assert review.proposal["sections"][0]["heading"] == "Masques"


def test_script_gets_the_page_and_the_next_place(desk, review):
    first, second, _ = ids(review)
    response = correct(desk, review, card(review, first, "accept"), headers={"X-Requested-With": "fetch"})
    assert (response.status_code, response["X-Anchor"]) == (200, second)
    assert "1 sur 3" in response.content.decode()


def test_huge_pasted_text_is_refused_in_words(desk, series):
    response = desk.post(ADD, {"text": "mot " * 600_000})
    assert response.status_code == 422
    assert not DocumentImport.objects.exists()


def test_accepting_writes_the_draft_and_shows_the_report(desk, review):
    body = accept_all(desk, review).content.decode()
    bulletin = Bulletin.objects.get()
    assert "Rien n’est encore publié" in body
    assert reverse("admin:bulletins_bulletin_change", args=[bulletin.pk]) in body
    for initiative in bulletin.sections.first().entries.all():
        assert reverse("admin:initiatives_initiative_change", args=[initiative.initiative_id]) in body


def test_accepting_too_early_says_what_is_left(desk, review):
    response = desk.post(url(review, "accepter"), {"version": 1})
    assert "Il reste 3 initiatives à relire" in response.content.decode()
    response = desk.post(url(review, "accepter"), {"version": 99})
    assert "a changé entre-temps" in response.content.decode()


def test_undo_asks_first_and_can_be_resumed(desk, review):
    accept_all(desk, review)
    body = desk.get(url(review, "annuler")).content.decode()
    assert "Ce que cet import a créé sera supprimé" in body
    assert Bulletin.objects.exists()
    body = desk.post(url(review, "annuler"), follow=True).content.decode()
    assert "L’import est annulé." in body
    assert not Bulletin.objects.exists()
    desk.post(url(review, "reprendre"))
    assert DocumentImport.objects.filter(status="review").count() == 1


def test_undo_page_says_what_will_stay(desk, review):
    accept_all(desk, review)
    edited = Initiative.objects.first()
    Initiative.objects.filter(pk=edited.pk).update(summary="Récrit.")
    body = desk.get(url(review, "annuler")).content.decode()
    assert "Sera gardé" in body
    assert "modifié depuis" in body
    desk.post(url(review, "annuler"))
    assert Initiative.objects.get() == edited
    assert "Gardé malgré l’annulation" in desk.get(url(review)).content.decode()


def test_abandoning_a_review_asks_first(desk, review):
    assert "Rien n’a encore été créé" in desk.get(url(review, "annuler")).content.decode()
    desk.post(url(review, "annuler"))
    review.refresh_from_db()
    assert review.status == "undone"


def test_original_is_a_download_only(desk, review):
    response = desk.get(url(review, "original"))
    assert b"".join(response.streaming_content) == RELEASE.encode()
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["Content-Type"] == "application/octet-stream"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_list_shows_state_in_words_in_few_queries(desk, review, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        body = desk.get("/admin/documents/documentimport/").content.decode()
    assert "à relire" in body
    assert "Importer un document" in body


def test_document_text_is_escaped(desk, series):
    desk.post(ADD, {"text": RELEASE.replace("La ville de Marck", "La ville de Marck <script>alert(1)</script>")})
    body = desk.get(url(DocumentImport.objects.get())).content.decode()
    assert "<script>alert" not in body
    assert "&lt;script&gt;alert" in body


def test_title_of_a_known_initiative_is_not_offered_for_change(desk, review):
    identifier = ids(review)[0]
    known = make_initiative("Masques déjà connus")
    initiative = find(review, identifier)
    initiative["link"] = {"kind": "same", "pk": known.pk, "title": known.title, "why": "même titre"}
    review.save()
    page = desk.get(url(review)).content.decode()
    assert f'id="{identifier}-title"' not in page
    assert "sa fiche garde son titre" in page
