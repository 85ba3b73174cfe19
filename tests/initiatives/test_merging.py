"""Two initiatives become one and two again: all that names the duplicate follows, in both directions."""

import pytest
from django.urls import reverse

from backoffice.models import Union
from backoffice.records.contents import content_of
from backoffice.records.uniting import NotSeparable
from bulletins.services import publish_bulletin
from initiatives.correcting.services import propose_correction
from initiatives.models import Initiative, Picture
from initiatives.shape import SHAPE
from initiatives.uniting.initiatives import merge_initiatives, separate_initiatives
from initiatives.upkeep import never_cited
from organisations.models import Contact
from tests.builders import (
    NOW,
    make_audience,
    make_bulletin,
    make_commune,
    make_contact,
    make_initiative,
    make_organisation,
    make_person,
    make_picture,
    make_section,
)
from workshop.models import Comment

FIGURE = {"item": "masques", "amount": 100, "unit": "masques"}


def _proposed(initiative, **changes):
    return content_of(SHAPE, initiative) | changes


def _lines(initiative):
    content = content_of(SHAPE, initiative)
    return {name: sorted(map(str, value)) for name, value in content.items() if isinstance(value, list)}


def test_chosen_fields_and_lines_come_from_the_duplicate(editor):
    here, there = make_commune("Arras"), make_commune("Lens")
    kept = make_initiative("Des masques", summary="Un.", communes=(here,), figures=(FIGURE,))
    gone = make_initiative("Des blouses", summary="Deux.", communes=(there,), figures=(FIGURE | {"amount": 7},))
    merge_initiatives(kept=kept, duplicate=gone, by=editor, taken=["summary", "places"], refused=["figures"])
    kept.refresh_from_db()
    assert (kept.title, kept.summary) == ("Des masques", "Deux.")
    assert list(kept.communes.all()) == [there]
    assert [figure.amount for figure in kept.figures.all()] == [100]


def test_all_that_names_it_follows_and_comes_back(editor, officer):
    kept = make_initiative(communes=(make_commune(),), audiences=(make_audience(),))
    gone = make_initiative(
        organisations=(make_organisation(),),
        contacts=(make_contact(),),
        figures=(FIGURE,),
        audiences=(make_audience(),),
    )
    sequel, earlier = make_initiative(follows=gone), make_initiative()
    merge_initiatives(kept=gone, duplicate=earlier, by=editor)
    entry = make_section(make_bulletin(), gone).entries.get()
    picture = make_picture(gone)
    comment = Comment.objects.create(initiative=gone, text="Est-ce bien 100 ?", author=officer)
    correction = propose_correction(initiative=gone, content=_proposed(gone, summary="Autrement."), by=officer)
    named = (sequel, entry, picture, comment, correction)
    before = _lines(kept), _lines(gone)
    gone.refresh_from_db()
    state = (gone.status, gone.published_at, gone.published_by, gone.withdrawn_at)
    merge_initiatives(kept=kept, duplicate=gone, by=editor, now=NOW)
    for row in named:
        row.refresh_from_db()
    assert {getattr(row, "initiative", None) or row.follows for row in named} == {kept}
    assert Initiative.objects.get(pk=earlier.pk).merged_into == kept
    union = Union.objects.get(gone=gone.pk)
    separate_initiatives(union=union, by=editor)
    for row in named:
        row.refresh_from_db()
    assert {getattr(row, "initiative", None) or row.follows for row in named} == {gone}
    assert (_lines(kept), _lines(gone)) == before
    gone.refresh_from_db()
    assert (gone.status, gone.published_at, gone.published_by, gone.withdrawn_at) == state
    assert (gone.merged_into, gone.withdrawal_reason) == (None, "")
    assert Initiative.objects.get(pk=earlier.pk).merged_into == gone
    with pytest.raises(NotSeparable, match="déjà défaite"):
        separate_initiatives(union=union, by=editor)


def test_lines_that_were_left_out_come_back(editor):
    kept, gone = make_initiative(figures=(FIGURE,)), make_initiative(figures=(FIGURE | {"amount": 7},))
    merge_initiatives(kept=kept, duplicate=gone, by=editor, taken=["figures"])
    assert [figure.amount for figure in kept.figures.all()] == [7]
    separate_initiatives(union=Union.objects.get(), by=editor)
    assert [(figure.item, figure.amount, figure.unit) for figure in kept.figures.all()] == [("masques", 100, "masques")]


def test_returned_record_comes_back_with_its_word(editor):
    said = {"status": "returned", "returned_at": NOW, "returned_by": editor, "return_note": "Quelle commune ?"}
    kept, gone = make_initiative(), make_initiative(published=False, **said)
    merge_initiatives(kept=kept, duplicate=gone, by=editor)
    separate_initiatives(union=Union.objects.get(), by=editor)
    gone.refresh_from_db()
    assert (gone.status, gone.return_note, gone.returned_by) == ("returned", "Quelle commune ?", editor)


@pytest.mark.parametrize("has_own", [False, True])
def test_picture_moves_where_there_is_none(editor, has_own):
    kept, gone = make_initiative(), make_initiative()
    picture = make_picture(gone)
    if has_own:
        make_picture(kept)
    merge_initiatives(kept=kept, duplicate=gone, by=editor)
    picture.refresh_from_db()
    assert picture.initiative == (gone if has_own else kept)


def test_proposed_picture_goes_with_its_correction_and_is_never_shown_by_it(editor):
    kept, gone = make_initiative(), make_initiative()
    proposed = make_picture(gone, is_current=False, is_proposed=True)
    merge_initiatives(kept=kept, duplicate=gone, by=editor)
    proposed.refresh_from_db()
    assert (proposed.initiative, proposed.is_current) == (kept, False)
    separate_initiatives(union=Union.objects.get(), by=editor)
    proposed.refresh_from_db()
    assert (proposed.initiative, proposed.is_current, proposed.is_proposed) == (gone, False, True)


def test_picture_that_was_replaced_since_is_current_again(editor):
    kept, gone = make_initiative(), make_initiative()
    picture = make_picture(gone)
    merge_initiatives(kept=kept, duplicate=gone, by=editor)
    Picture.objects.update(is_current=False)
    make_picture(kept)
    separate_initiatives(union=Union.objects.get(), by=editor)
    assert gone.pictures.get(is_current=True) == picture
    assert kept.pictures.count() == 1


def test_no_ring_of_sequels_is_made(editor):
    gone = make_initiative(follows=make_initiative())
    between = make_initiative(follows=gone)
    kept = make_initiative(follows=between)
    merge_initiatives(kept=kept, duplicate=gone, by=editor)
    kept.refresh_from_db()
    between.refresh_from_db()
    assert (kept.follows, between.follows) == (gone.follows, kept)
    separate_initiatives(union=Union.objects.get(), by=editor)
    kept.refresh_from_db()
    between.refresh_from_db()
    assert (kept.follows, between.follows) == (between, gone)


def test_what_texts_are_cleared_of_always_comes(editor):
    person, hidden, shown = make_person(), make_contact(is_public=False), make_contact()
    kept, gone = make_initiative(), make_initiative(contacts=(hidden, shown))
    gone.persons.add(person)
    merge_initiatives(kept=kept, duplicate=gone, by=editor, taken=["summary"], refused=["persons", "contacts"])
    assert (list(kept.persons.all()), list(kept.contacts.all())) == ([person], [hidden])


def test_what_would_print_a_private_number_does_not_come_back(editor):
    contact = make_contact("+33612345678", kind="phone", is_personal=True)
    kept = make_initiative()
    gone = make_initiative(summary="Appelez le 06 12 34 56 78.", contacts=(contact,))
    merge_initiatives(kept=kept, duplicate=gone, by=editor)
    Contact.objects.filter(pk=contact.pk).update(is_public=False)
    with pytest.raises(NotSeparable, match="coordonnée d’une personne"):
        separate_initiatives(union=Union.objects.get(), by=editor)
    gone.refresh_from_db()
    assert gone.merged_into == kept


def test_citation_keeps_the_row_of_its_day_and_counts_for_the_kept_one(editor):
    kept, gone = make_initiative(), make_initiative()
    draft = make_bulletin(dated_on=NOW.date())
    make_section(draft, gone)
    bulletin = publish_bulletin(bulletin=draft, by=editor)
    merge_initiatives(kept=kept, duplicate=gone, by=editor)
    assert bulletin.citations.get().initiative == gone
    assert not never_cited(Initiative.objects.all()).exists()


def test_life_of_both_records_tells_it(client, editor):
    client.force_login(editor)
    kept, gone = make_initiative("Des masques"), make_initiative("Des masques aussi", summary="Autre récit.")
    merge = reverse("admin:initiatives_initiative_act", args=[gone.pk, "reunir"])
    asked = client.get(f"{merge}?avec={kept.pk}").content.decode()
    assert 'name="valeur_summary"' in asked
    data = {"kept": kept.pk, "seen": f"{kept.pk}-{kept.version}", "version": gone.version, "valeur_summary": "autre"}
    client.post(merge, data)
    kept.refresh_from_db()
    assert kept.summary == "Autre récit."
    page = client.get(reverse("admin:initiatives_initiative_change", args=[kept.pk])).content.decode()
    assert f"A reçu la fiche n°\u00a0{gone.pk}" in page
    undo = reverse("admin:initiatives_initiative_separate", args=[kept.pk, Union.objects.get().pk])
    assert undo in client.get(reverse("admin:initiatives_initiative_history", args=[kept.pk])).content.decode()
    client.post(undo)
    page = client.get(reverse("admin:initiatives_initiative_change", args=[gone.pk])).content.decode()
    steps = page.index(f"Réunie avec la fiche n°\u00a0{kept.pk}"), page.index("Séparée de nouveau")
    assert steps[0] < steps[1]
    assert "Retirée le" not in page
    assert client.get(gone.get_absolute_url()).status_code == 200
