"""What stands against publication: each check with a case that fires and one that does not, and what one click does."""

from datetime import date

import pytest

from bulletins.checks import Block, Page, missing_for_publication
from bulletins.services import NotPublishable, publish_bulletin
from organisations.models import Contact
from tests.builders import make_contact, make_person
from tests.bulletins.issues import make_cited, make_draft, make_published

pytestmark = pytest.mark.django_db


def _blocking(draft):
    return [problem for problem in missing_for_publication(draft) if problem.is_blocking]


@pytest.mark.parametrize(
    ("number", "day", "told"),
    [
        (None, date(2020, 4, 20), "avant"),  # before the issue of the 30th, which has the number before
        (3, date(2020, 5, 4), "après"),  # an archive dated after the issue that follows it
        (None, date(2020, 4, 30), ""),
        (3, date(2020, 4, 9), ""),
        (9, None, ""),
    ],
)
def test_number_and_date_that_contradict_each_other_are_refused(editor, number, day, told):
    make_published(editor, number=7, dated_on=date(2020, 4, 30))
    draft = make_draft(number=number, dated_on=day)
    found = [one for one in _blocking(draft) if one.block and one.block.part == "dated_on" and "daté" in one.message]
    assert [told in one.message for one in found] == ([True] if told else [])


def test_drafts_and_other_series_do_not_contradict_a_date(editor):
    make_draft(number=7, dated_on=date(2020, 6, 1))
    assert _blocking(make_draft(number=8)) == []


@pytest.mark.parametrize(
    ("title", "refused"), [("Solidaire n°\u00a09", True), ("Solidaire n° 8", False), ("Solidaire", False)]
)
def test_number_in_the_title_is_the_one_that_will_be_printed(title, refused):
    found = _blocking(make_draft(title=title, number=8))
    assert ["ôtez le numéro du titre" in one.message for one in found] == [True] * refused


@pytest.mark.parametrize(
    ("introduction", "mended"),
    [
        ("Merci à tous.\nTél. ******** à voir", "Merci à tous.\nTél.  à voir"),
        ("Merci à tous. * * * *", "Merci à tous."),
        ("***Merci*** à tous.", None),
        ("Merci **à tous**.", None),
        ("Merci à tous.\n\n*****\n\nÀ bientôt.", None),  # left out of the page by itself
    ],
)
def test_row_of_stars_is_refused(introduction, mended):
    found = _blocking(make_draft(introduction=introduction))
    assert [one.mend.after for one in found] == ([] if mended is None else [mended])


@pytest.mark.parametrize(
    ("summary", "told"),
    [
        ("Appelez le 03 21 00 00 01. Oui, le 03.21.00.00.01 !", "03\u00a021\u00a000\u00a000\u00a001"),
        ("Écrivez à don@exemple.fr, et encore à Don@exemple.fr.", ""),  # other capitals may be another box
        ("Écrivez à don@exemple.fr, et encore à don@exemple.fr.", "don@exemple.fr"),
        ("Écrivez à [don@exemple.fr](mailto:don@exemple.fr).", ""),
        ("Appelez le 03 21 00 00 01 ou le 03 21 00 00 02.", ""),
    ],
)
def test_text_that_prints_a_contact_twice_is_refused(summary, told):
    found = [one.message for one in _blocking(make_draft(make_cited(summary=summary))) if "deux fois" in one.message]
    assert [told in message for message in found] == ([True] if told else [])


def test_contact_that_is_none_is_refused(editor):
    draft = make_draft(make_cited("Couture", contacts=(make_contact("+33321000001", kind="phone"),)))
    assert _blocking(draft) == []
    contact = make_contact("03 21 00", kind="phone")  # as an import of old may have left it
    Contact.objects.filter(pk=contact.pk).update(value="03 21 00")
    draft.sections.get().entries.get().initiative.contacts.add(contact)
    (problem,) = _blocking(draft)
    assert "n’est pas un téléphone valable" in problem.message
    assert problem.block == Block(Page.CONTACT, contact.pk, "value")
    with pytest.raises(NotPublishable, match="valable"):
        publish_bulletin(bulletin=draft, by=editor)


def test_link_that_is_no_address_is_refused():
    draft = make_draft()
    draft.links.create(label="Aider", url="https://aide.exemple.fr")
    assert _blocking(draft) == []
    draft.links.create(label="Aider", url="aide exemple")
    assert ["n’est pas une adresse" in one.message for one in _blocking(draft)] == [True]


def test_name_without_recorded_agreement_is_refused_until_it_is_written_otherwise(editor):
    initiative = make_cited("Couture", summary="Mme Martin coud, dit Jeanne MARTIN.")
    initiative.persons.add(make_person("Jeanne Martin"))
    draft = make_draft(initiative)
    with pytest.raises(NotPublishable, match="nomme Jeanne Martin, sans accord noté"):
        publish_bulletin(bulletin=draft, by=editor)
    (problem,) = _blocking(draft)
    assert (problem.block.page, problem.block.part) == (Page.RECORD, "summary")
    assert problem.mend.after == "[nom retiré] coud, dit [nom retiré]."
    initiative.persons.all().update(is_public=True, consented_on=date(2020, 4, 1), consent_means="email")
    assert _blocking(draft) == []


def test_name_left_in_the_record_below_a_wording_of_the_day_is_told():
    initiative = make_cited("Couture", summary="Jeanne Martin coud.")
    initiative.persons.add(make_person("Jeanne Martin"))
    draft = make_draft(initiative)
    draft.sections.get().entries.update(wording="Une habitante coud.")
    assert _blocking(draft) == []
    told = [one for one in missing_for_publication(draft) if "nomme Jeanne Martin" in one.message]
    assert [(one.block.page, one.block.part) for one in told] == [(Page.RECORD, "summary")]
    initiative.persons.all().update(is_public=True, consented_on=date(2020, 4, 1), consent_means="email")
    assert not [one for one in missing_for_publication(draft) if "nomme Jeanne Martin" in one.message]


def test_public_name_whose_agreement_is_to_be_asked_for_is_refused():
    initiative = make_cited()
    initiative.persons.add(make_person("Jeanne Martin", is_public=True, consent_means="earlier"))
    assert ["dont l’accord reste à vérifier" in one.message for one in _blocking(make_draft(initiative))] == [True]


def test_block_is_named_by_its_row_and_field():
    draft = make_draft(make_cited(summary="Rien."), introduction="à compléter")
    entry = draft.sections.get().entries.get()
    entry.wording = "xxx"
    entry.save()
    draft.sections.update(heading="todo")
    assert {one.block.key for one in _blocking(draft)} == {
        f"bulletin-{draft.pk}-introduction", f"section-{entry.section_id}-heading", f"entry-{entry.pk}-wording",
    }  # fmt: skip
    assert Block(Page.SUMMARY, 3, "entree-12").key == "entry-12-wording"
    assert Block(Page.SUMMARY, 3).key == "bulletin-3-title"
