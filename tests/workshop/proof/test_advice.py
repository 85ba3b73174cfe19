"""What a careful reader says of a draft: each remark with a case that fires and one that does not."""

from datetime import UTC, date, datetime

import pytest

from bulletins.checks import Block, Page, remarks_on
from bulletins.models import Bulletin
from documents.models import DocumentImport, SourceDocument
from tests.builders import make_commune, make_contact, make_organisation
from tests.bulletins.issues import make_cited, make_draft, make_published
from workshop.models import LinkCheck
from workshop.proof.mending import digest_of, mend_texts, take_back, target_of

pytestmark = pytest.mark.django_db

CHECKED_AT = datetime(2020, 4, 29, 3, 0, tzinfo=UTC)


def _said(draft):
    remarks = remarks_on(Bulletin.objects.select_related("series").get(pk=draft.pk))
    assert not any(one.is_blocking for one in remarks)
    return [one.message.replace("\u00a0", " ") for one in remarks]


def _summary(text, **fields):
    return make_draft(make_cited("Couture", summary=text, **fields))


def test_a_clean_draft_has_no_remark():
    assert _said(make_draft()) == []


def test_advice_has_a_fixed_number_of_queries(django_assert_num_queries):
    one, three = make_draft(), make_draft(make_cited(), make_cited(), make_cited())
    for draft in (one, three):
        bulletin = Bulletin.objects.select_related("series").get(pk=draft.pk)
        with django_assert_num_queries(19):
            remarks_on(bulletin)


def test_initiative_of_the_last_three_issues_is_told(editor):
    initiative = make_cited("Couture", summary="On coud.")
    make_published(editor, initiative, dated_on=date(2020, 4, 6))
    draft = make_draft(initiative, dated_on=date(2020, 4, 30))
    assert _said(draft) == [
        "« Couture » a déjà paru dans le n° 1 du 6 avril 2020, avec les mêmes mots : écrivez ce qui est nouveau, ou "
        "ôtez-la."
    ]
    draft.sections.get().entries.update(wording="Dix mille masques sont cousus.")
    assert ["dites dès la première phrase" in said for said in _said(draft)] == [True]
    for day in (9, 15, 20):
        make_published(editor, dated_on=date(2020, 4, day))
    assert _said(draft) == []


def test_issue_after_an_archive_does_not_count(editor):
    initiative = make_cited()
    make_published(editor, initiative, number=7, dated_on=date(2020, 4, 30))
    assert _said(make_draft(initiative, number=2, dated_on=date(2020, 4, 9))) == []


@pytest.mark.parametrize(("words", "count"), [(150, 0), (151, 1)])
def test_long_entry_is_told(words, count):
    assert len([said for said in _said(_summary("mot " * words)) if "resserrez-la" in said]) == count


@pytest.mark.parametrize(
    ("summary", "told"),
    [
        ("LA VILLE DE MARCK COUD DES MASQUES.", "LA VILLE DE MARCK COUD DES MASQUES"),
        ("Merci aux COUTURIÈRES de Marck.", "COUTURIÈRES"),
        ("Le CHU et l’EHPAD de la CARSAT HAUTS-DE-FRANCE remercient l’EFS.", ""),
        ("La Ville de Marck coud.", ""),
    ],
)
def test_capitals_are_told(summary, told):
    found = [said for said in _said(_summary(summary)) if "crie" in said]
    assert [f"crie « {told} »" in said for said in found] == ([True] if told else [])


@pytest.mark.parametrize(
    ("summary", "mended"),
    [
        ('Merci! Ils disent "bravo" à l\'équipe.', "Merci\u00a0! Ils disent «\u00a0bravo\u00a0» à l’équipe."),
        ("Merci ! L'équipe dit bravo.", None),  # set with the rest, but no reason for a remark
        ("Merci\u00a0! Voyez https://exemple.fr/?a=1;b=2", None),
    ],
)
def test_spaces_and_quotation_marks_are_told_with_their_mend(summary, mended):
    mends = [one.mend.after for one in remarks_on(_summary(summary)) if one.mend and one.mend.name == "typographie"]
    assert mends == ([] if mended is None else [mended])


@pytest.mark.parametrize(
    ("introduction", "mended"),
    [
        ("Camille EXEMPLE, préfète, remercie.", "Camille Exemple, préfète, remercie."),
        ("Mme Camille Exemples remercie.", "Mme Camille Exemple remercie."),
        ("La préfète Camille Exemple remercie Camille Martin et Louis Exemple.", None),
        ("Merci à Marck Calais.", None),
    ],
)
def test_name_of_who_signs_is_written_one_way(introduction, mended):
    remarks = remarks_on(make_draft(introduction=introduction))
    assert [one.mend.after for one in remarks] == ([] if mended is None else [mended])


@pytest.mark.parametrize(
    ("summary", "told"),
    [
        ("Déjà 1 500 masques sont cousus.", "dit 1 500 masques là où la fiche dit 1 600 masques"),
        ("Déjà 1 600 masques sont cousus, dont 300 masques pour Calais.", ""),
        ("Les masques se cousent, par 12 couturières, au 03 21 00 15 00.", ""),
    ],
)
def test_wording_that_contradicts_a_figure_is_told(summary, told):
    figure = {"item": "masques en tissu", "amount": 1600, "unit": "masques"}
    found = [said for said in _said(_summary(summary, figures=(figure,))) if "fiche dit" in said]
    assert [told in said for said in found] == ([True] if told else [])


def test_round_figure_agrees_with_an_exact_one():
    figure = {"item": "bénévoles", "amount": 54, "unit": "bénévoles"}
    assert _said(_summary("Une cinquantaine de bénévoles viennent.", figures=(figure,))) == []
    context = {"item": "habitants", "amount": 900, "unit": "habitants", "measure": "context"}
    assert _said(_summary("Pour 1 200 habitants.", figures=(context,))) == []


@pytest.mark.parametrize(
    ("status", "told"), [(404, "réponse 404"), (None, "n’a pas répondu"), (503, "en panne"), (200, ""), (403, "")]
)
def test_dead_link_is_told_with_its_day(status, told):
    LinkCheck.objects.create(url="https://aide.exemple.fr", checked_at=CHECKED_AT, status=status)
    draft = make_draft()
    draft.links.create(label="Aider", url="https://aide.exemple.fr")
    found = _said(draft)
    assert [told in said and "vérifié le 29 avril 2020" in said for said in found] == ([True] if told else [])


def test_dead_link_is_found_in_texts_and_contacts():
    for host in ("a", "b", "c"):
        LinkCheck.objects.create(url=f"https://{host}.exemple.fr", checked_at=CHECKED_AT, status=410)
    contact = make_contact("https://b.exemple.fr", kind="website")
    draft = make_draft(make_cited(summary="Voyez https://a.exemple.fr.", contacts=(contact,)))
    assert [said[:30] for said in _said(draft)] == ["Le lien https://a.exemple.fr n", "Le lien https://b.exemple.fr n"]


def test_sentence_of_the_import_that_is_left_over_is_told(officer):
    draft = _summary("La ville coud.")
    document = SourceDocument.objects.create(sha256="a" * 64, filename="a.txt", size=1, received_by=officer)
    proposal = {
        "unplaced": [{"text": "Un car part de Lens.", "span": [0, 20]}, {"text": "La Ville coud", "span": [1, 2]}]
    }
    review = DocumentImport.objects.create(
        document=document, text="…", proposal=proposal, bulletin=draft, created_by=officer, status="accepted",
        accepted_at=CHECKED_AT, accepted_by=officer,
    )  # fmt: skip
    assert _said(draft) == ["Une phrase du document importé n’est placée nulle part : « Un car part de Lens. »."]
    review.status = DocumentImport.Status.UNDONE
    review.save()
    assert _said(draft) == []


def _named(draft):
    return {one.mend.after: one.block for one in remarks_on(draft) if one.mend and one.mend.name == "nom-signataire"}


def test_name_of_who_signed_before_is_written_as_there_in_the_whole_text(editor):
    make_published(editor, signatory_name="Louis Modèle", dated_on=date(2020, 4, 6))
    initiative = make_cited("Couture", summary="Louis MODELE a visité l’atelier.")
    draft = make_draft(
        initiative, introduction="Le préfet Louis Modele remercie.", closing="Merci à Louis Modèle.", number=9
    )
    assert set(_named(draft)) == {"Le préfet Louis Modèle remercie.", "Louis Modèle a visité l’atelier."}
    said = [one for one in _said(draft) if "d’une seule façon" in one]
    assert said[0].endswith("écrit « Louis Modele », le n° 1 « Louis Modèle » : écrivez ce nom d’une seule façon.")


def test_signature_written_otherwise_than_before_is_told_and_mended(editor):
    make_published(editor, signatory_name="Louis Modèle", dated_on=date(2020, 4, 6))
    draft = make_draft(signatory_name="Louis Modelle", number=9)
    assert _named(draft) == {"Louis Modèle": Block(Page.BULLETIN, draft.pk, "signatory_name")}
    draft.signatory_name = "Anne Autre"
    draft.save()
    assert _named(draft) == {}


def test_capitals_are_mended_with_the_names_that_the_directory_knows():
    make_commune("Marck")
    make_organisation("Fil et Dé")
    text = "LE CCAS DE MARCK ET FIL ET DÉ COUSENT DES MASQUES A MARCK. Tout va bien."
    (mend,) = [one.mend for one in remarks_on(_summary(text)) if one.mend]
    assert (mend.name, mend.before) == ("capitales", text)
    assert mend.after == "Le CCAS de Marck et Fil et Dé cousent des masques à Marck. Tout va bien."


def test_title_in_capitals_is_mended_in_its_record(editor):
    draft = make_draft(make_cited("DES MASQUES POUR TOUS", summary="On coud."))
    (found,) = [one for one in remarks_on(draft) if one.mend]
    (done,) = mend_texts(
        bulletin=draft, name="capitales", target=target_of(found.block), seen=digest_of(found.mend.before), by=editor
    )
    entry = draft.sections.get().entries.get()
    assert entry.initiative.title == "Des masques pour tous"
    take_back(bulletin=draft, mended=[done], by=editor)
    entry.initiative.refresh_from_db()
    assert entry.initiative.title == "DES MASQUES POUR TOUS"
