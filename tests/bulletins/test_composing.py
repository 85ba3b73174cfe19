"""Putting a bulletin together: order, parts added, taken out and put back, each told in the history."""

import pytest

from bulletins import composing
from bulletins.composing import ComposingRefusal
from bulletins.models import Bulletin, BulletinLink, Entry, Section
from bulletins.services import publish_bulletin, withdraw_bulletin
from tests.builders import make_bulletin, make_initiative, make_section, make_theme
from tests.bulletins.issues import make_draft


@pytest.fixture
def draft(db):
    bulletin = make_bulletin()
    make_section(bulletin, make_initiative("Une"), make_initiative("Deux"), position=1, heading="Protéger")
    make_section(bulletin, make_initiative("Trois"), theme="soignants", position=2, heading="Soigner")
    return bulletin


def _order(bulletin):
    return [
        [entry.initiative.title for entry in section.entries.select_related("initiative")]
        for section in bulletin.sections.all()
    ]


def _entry(title):
    return Entry.objects.select_related("section").get(initiative__title=title)


def _last_change(bulletin):
    return bulletin.history.first().history_change_reason


def test_entry_is_placed_before_another_in_its_section(draft, officer):
    composing.place_entry(entry=_entry("Deux"), section=_entry("Une").section, before=_entry("Une"), by=officer)
    assert _order(draft) == [["Deux", "Une"], ["Trois"]]
    assert _last_change(draft) == "«\u00a0Deux\u00a0» déplacée"
    assert draft.history.first().history_user == officer


def test_entry_is_placed_in_another_section_with_its_wording(draft, officer):
    Entry.objects.filter(initiative__title="Deux").update(wording="Le texte du jour.")
    target = _entry("Trois").section
    composing.place_entry(entry=_entry("Deux"), section=target, before=_entry("Trois"), by=officer)
    assert _order(draft) == [["Une"], ["Deux", "Trois"]]
    assert _entry("Deux").wording == "Le texte du jour."
    composing.place_entry(entry=_entry("Une"), section=target, before=None, by=officer)
    assert _order(draft) == [[], ["Deux", "Trois", "Une"]]


def test_entry_that_stays_in_its_place_changes_nothing(draft, officer):
    composing.place_entry(entry=_entry("Deux"), section=_entry("Deux").section, before=None, by=officer)
    draft.refresh_from_db()
    assert draft.version == 1


@pytest.mark.parametrize("case", ["other bulletin", "before a stranger", "section gone", "entry gone", "already there"])
def test_entry_is_not_placed(draft, officer, case):
    entry, section, before = _entry("Une"), _entry("Trois").section, None
    if case == "other bulletin":
        section = make_section(make_bulletin("Un autre", series=draft.series))
    elif case == "before a stranger":
        before = _entry("Deux")
    elif case == "section gone":
        section = make_section(draft)
        Section.objects.filter(pk=section.pk).delete()
    elif case == "entry gone":
        Entry.objects.filter(pk=entry.pk).delete()
    else:
        Entry.objects.create(section=section, initiative=entry.initiative, position=9)
    with pytest.raises(ComposingRefusal):
        composing.place_entry(entry=entry, section=section, before=before, by=officer)
    draft.refresh_from_db()
    assert draft.version == 1


def test_section_is_placed(draft, officer):
    first, second = draft.sections.all()
    composing.place_section(section=second, before=first, by=officer)
    assert _order(draft) == [["Trois"], ["Une", "Deux"]]
    composing.place_section(section=second, before=None, by=officer)
    assert _order(draft) == [["Une", "Deux"], ["Trois"]]


def test_new_section_comes_last_under_the_usual_heading_of_its_theme(draft, officer):
    section = composing.add_section(bulletin=draft, theme=make_theme("jeunes"), by=officer)
    assert list(draft.sections.all())[-1] == section
    assert section.heading == ""
    assert _last_change(draft).startswith("rubrique «\u00a0")


def test_section_with_entries_is_not_removed(draft, officer):
    with pytest.raises(ComposingRefusal, match="contient des initiatives"):
        composing.remove_section(section=_entry("Trois").section, by=officer)


def test_removed_section_and_entry_are_put_back_under_their_keys(draft, officer):
    entry = _entry("Trois")
    section = entry.section
    Entry.objects.filter(pk=entry.pk).update(wording="Le texte du jour.")
    composing.remove_entry(entry=entry, by=officer)
    composing.remove_section(section=section, by=officer)
    assert _order(draft) == [["Une", "Deux"]]
    with pytest.raises(ComposingRefusal, match="n’est plus là"):
        composing.put_back(bulletin=draft, model=Entry, pk=entry.pk, by=officer)
    composing.put_back(bulletin=draft, model=Section, pk=section.pk, by=officer)
    back = composing.put_back(bulletin=draft, model=Entry, pk=entry.pk, by=officer)
    assert (back.pk, back.wording) == (entry.pk, "Le texte du jour.")
    assert _order(draft) == [["Une", "Deux"], ["Trois"]]
    assert draft.sections.last().heading == "Soigner"


def test_put_back_keeps_the_place(draft, officer):
    entry = _entry("Une")
    composing.remove_entry(entry=entry, by=officer)
    composing.put_back(bulletin=draft, model=Entry, pk=entry.pk, by=officer)
    assert _order(draft) == [["Une", "Deux"], ["Trois"]]


def test_nothing_is_put_back_twice_nor_from_another_bulletin(draft, officer):
    other = make_bulletin("Un autre", series=draft.series)
    link = composing.add_link(bulletin=draft, url="https://exemple.fr/", by=officer)
    with pytest.raises(ComposingRefusal, match="rien à remettre"):
        composing.put_back(bulletin=draft, model=BulletinLink, pk=link.pk, by=officer)
    key = link.pk
    composing.remove_link(link=link, by=officer)
    with pytest.raises(ComposingRefusal, match="rien à remettre"):
        composing.put_back(bulletin=other, model=BulletinLink, pk=key, by=officer)
    composing.put_back(bulletin=draft, model=BulletinLink, pk=key, by=officer)
    assert [str(link) for link in draft.links.all()] == ["https://exemple.fr/"]


def test_entry_cited_again_meanwhile_is_not_put_back(draft, officer):
    entry = _entry("Une")
    composing.remove_entry(entry=entry, by=officer)
    composing.add_entry(section=_entry("Trois").section, initiative=entry.initiative, by=officer)
    with pytest.raises(ComposingRefusal, match="déjà dans ce bulletin"):
        composing.put_back(bulletin=draft, model=Entry, pk=entry.pk, by=officer)


def test_links_are_placed_and_removed_once(draft, officer):
    first = composing.add_link(bulletin=draft, url="https://un.fr/", by=officer)
    second = composing.add_link(bulletin=draft, url="https://deux.fr/", label="Deux", by=officer)
    composing.place_link(link=second, before=first, by=officer)
    assert list(draft.links.all()) == [second, first]
    gone = BulletinLink.objects.get(pk=first.pk)
    composing.remove_link(link=first, by=officer)
    with pytest.raises(ComposingRefusal, match="vient d’être retiré"):
        composing.remove_link(link=gone, by=officer)
    with pytest.raises(ComposingRefusal, match="vient d’être retiré"):
        composing.place_link(link=gone, before=None, by=officer)


def test_withdrawn_bulletin_is_not_composed(editor):
    bulletin = make_draft()
    publish_bulletin(bulletin=bulletin, by=editor)
    withdraw_bulletin(bulletin=bulletin, by=editor, reason="Erreur.")
    assert Bulletin.objects.get().status == "withdrawn"
    with pytest.raises(ComposingRefusal, match="retiré"):
        composing.add_section(bulletin=bulletin, theme=make_theme(), by=editor)
