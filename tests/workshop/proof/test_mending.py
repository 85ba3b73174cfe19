"""One click mends what a remark proposed, and nothing else; a second one puts the former text back."""

import re

import pytest
from django.urls import reverse

from bulletins.checks import remarks_on
from bulletins.models import Bulletin
from tests.builders import make_contact, make_person
from tests.bulletins.issues import make_cited, make_draft, make_published
from tests.hands import by_hand
from workshop.proof.mending import MendRefusal, digest_of, mend_texts, take_back, target_of

pytestmark = pytest.mark.django_db


def _mends(draft):
    return [one for one in remarks_on(draft) if one.mend]


def _mend(draft, by, name=""):
    (found,) = [one for one in _mends(draft) if name in ("", one.mend.name)]
    return mend_texts(
        bulletin=draft, name=found.mend.name, target=target_of(found.block), seen=digest_of(found.mend.before), by=by
    )


def _with_wording(words):
    draft = make_draft(make_cited("Couture"))
    entry = draft.sections.get().entries.get()
    entry.wording = words
    entry.save()
    return draft


def test_mend_writes_the_text_and_says_so_in_the_history(editor):
    draft = make_draft(introduction="Merci! À tous.")
    _mend(draft, editor)
    draft.refresh_from_db()
    assert draft.introduction == "Merci\u00a0! À tous."
    last = draft.history.latest()
    assert (draft.version, last.history_user, last.history_change_reason) == (
        2,
        editor,
        "en un clic\u00a0: mettre à la française",
    )
    assert _mends(draft) == []


def test_mend_of_an_entry_moves_the_version_of_its_bulletin_on(editor):
    draft = _with_wording("Merci!")
    entry = draft.sections.get().entries.get()
    _mend(draft, editor)
    entry.refresh_from_db()
    assert entry.wording == "Merci\u00a0!"
    assert Bulletin.objects.get(pk=draft.pk).version == 2
    assert entry.history.latest().history_user == editor


def test_mend_of_a_heading_and_of_a_record(editor):
    initiative = make_cited("Couture", summary="Merci! À tous.")
    draft = make_draft(initiative)
    draft.sections.update(heading="Masques ,blouses")
    assert len(mend_texts(bulletin=draft, name="typographie", by=editor)) == 2
    initiative.refresh_from_db()
    assert (initiative.summary, initiative.version) == ("Merci\u00a0! À tous.", 2)
    assert draft.sections.get().heading == "Masques, blouses"


@pytest.mark.parametrize(
    ("summary", "name", "mended"),
    [
        ("Couture\n\nOn coud.", "doublon", "On coud."),
        ("On coud. ****** Merci.", "etoiles", "On coud.   Merci."),
        ("Jeanne Martin coud.", "nom", "[nom retiré] coud."),
        ("On coud : 06 12 34 56 78.", "coordonnee", "On coud : [coordonnée retirée]."),
        ("CAMILLE EXEMPLE coud.", "nom-signataire", "Camille Exemple coud."),
        ("On coud!", "typographie", "On coud\u00a0!"),
    ],
)
def test_each_mend_leaves_nothing_of_what_it_mends(editor, summary, name, mended):
    initiative = make_cited("Couture", summary=summary)
    initiative.persons.add(make_person("Jeanne Martin"))
    draft = make_draft(initiative)
    _mend(draft, editor, name)
    initiative.refresh_from_db()
    assert re.sub(r" +", " ", initiative.summary) == re.sub(r" +", " ", mended)
    assert name not in [one.mend.name for one in _mends(draft)]


def test_private_number_in_the_wording_of_the_day_is_mended_there(editor):
    make_contact("+33639981234", kind="phone", is_personal=True, is_public=False)
    draft = _with_wording("Appelez le 06 39 98 12 34.")
    _mend(draft, editor, "coordonnee")
    assert draft.sections.get().entries.get().wording == "Appelez le [coordonnée retirée]."


def test_text_that_someone_changed_meanwhile_is_not_mended(editor):
    draft = make_draft(introduction="Merci! À tous.")
    (found,) = _mends(draft)
    Bulletin.objects.filter(pk=draft.pk).update(introduction="Merci! À toutes.")
    with pytest.raises(MendRefusal, match="changé entre-temps"):
        mend_texts(
            bulletin=draft,
            name="typographie",
            target=target_of(found.block),
            seen=digest_of("Merci! À tous."),
            by=editor,
        )
    assert Bulletin.objects.get(pk=draft.pk).introduction == "Merci! À toutes."


def test_record_that_is_online_is_mended_by_editors_alone(officer, editor):
    initiative = make_cited("Couture", summary="Merci!")
    make_published(editor, initiative)
    draft = make_draft(initiative, number=9)
    with pytest.raises(MendRefusal, match="en ligne"):
        _mend(draft, officer, "typographie")
    assert mend_texts(bulletin=draft, name="typographie", by=officer) == []
    assert len(_mend(draft, editor, "typographie")) == 1


def test_withdrawn_bulletin_is_not_mended(editor):
    draft = make_draft(introduction="Merci!")
    by_hand("UPDATE bulletins_bulletin SET status = 'withdrawn', withdrawn_at = now(), withdrawn_by_id = %s", editor.pk)
    with pytest.raises(MendRefusal, match="retiré"):
        mend_texts(bulletin=draft, name="typographie", by=editor)


def test_mend_is_taken_back_until_someone_writes_there(editor):
    draft = _with_wording("Merci!")
    entry = draft.sections.get().entries.get()
    mended = mend_texts(bulletin=draft, name="typographie", by=editor)
    assert take_back(bulletin=draft, mended=mended, by=editor) == 1
    entry.refresh_from_db()
    assert entry.wording == "Merci!"
    assert entry.history.latest().history_change_reason == "correction annulée"
    mended = mend_texts(bulletin=draft, name="typographie", by=editor)
    entry.refresh_from_db()
    entry.wording = "Autre texte."
    entry.save()
    with pytest.raises(MendRefusal, match="ont changé"):
        take_back(bulletin=draft, mended=mended, by=editor)


# The page.


def _url(name, draft):
    return reverse(f"workshop:{name}", args=[draft.pk])


def _form(page, name):
    """The fields of the first form of this mend."""
    form = next(
        one for one in re.findall(r"<form.*?</form>", page, re.DOTALL) if f'value="{name}"' in one and "target" in one
    )
    return dict(re.findall(r'name="(name|target|seen)" value="([^"]*)"', form))


@pytest.mark.parametrize("fixture", ["officer", "editor"])
def test_page_and_fragment_mend_and_undo(client, request, fixture):
    client.force_login(request.getfixturevalue(fixture))
    draft = make_draft(introduction="Merci!", closing="Au revoir!")
    page = client.get(_url("proof", draft)).content.decode()
    fragment = client.get(_url("checks", draft)).content.decode()
    assert "<html" not in fragment
    assert f'data-block="bulletin-{draft.pk}-introduction"' in fragment
    assert "de 2 textes" in page
    client.post(_url("mend", draft), _form(page, "typographie"))
    draft.refresh_from_db()
    assert (draft.introduction, draft.closing) != ("Merci!", "Au revoir!")
    page = client.post(_url("mend", draft), {"name": "typographie"}, follow=True).content.decode()
    assert "1\u00a0texte corrigé" in page
    assert "Annuler la dernière correction" in page
    client.post(_url("undo_mend", draft))
    draft.refresh_from_db()
    assert (draft.introduction, draft.closing).count("Merci!") + (draft.closing == "Au revoir!") == 1
    assert "pas de correction à annuler" in client.post(_url("undo_mend", draft), follow=True).content.decode()


def test_script_gets_the_fragment_and_a_stale_text_is_409(client, officer):
    client.force_login(officer)
    draft = make_draft(introduction="Merci!")
    fields = _form(client.get(_url("checks", draft)).content.decode(), "typographie")
    fetch = {"headers": {"X-Requested-With": "fetch"}}
    answer = client.post(_url("mend", draft), fields, **fetch)
    assert (answer.status_code, "<html" in answer.content.decode()) == (200, False)
    assert "Rien ne manque" in answer.content.decode()
    assert client.post(_url("mend", draft), fields, **fetch).status_code == 409


def test_nothing_is_mended_by_reading(client, officer):
    client.force_login(officer)
    draft = make_draft(introduction="Merci!")
    for name in ("mend", "undo_mend"):
        assert client.get(_url(name, draft)).status_code == 405
    for name in ("checks", "proof"):
        assert client.post(_url(name, draft)).status_code == 405
