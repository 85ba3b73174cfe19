"""An accepted proposal becomes rows, and says what it cannot write."""

from __future__ import annotations

import pytest

from bulletins.models import Bulletin, Entry, Section
from communes.models import Area, Commune
from documents.entering.fingerprints import _values, fingerprint
from documents.entering.matching import match_draft
from documents.entering.writing import write_draft
from documents.refusals import WritingRefused
from documents.review.draft import initiatives_of
from initiatives.models import Figure, Initiative
from organisations.models import Contact, Organisation, Person
from organisations.services import merge_contacts, merge_organisations
from tests.builders import (
    make_bulletin,
    make_commune,
    make_contact,
    make_initiative,
    make_organisation,
    make_series,
)
from tests.documents.drafts import make_draft


@pytest.fixture
def draft(db):
    """All three initiatives accepted."""
    make_series()
    make_commune("Calais", insee="62193")
    draft = make_draft()
    match_draft(draft)
    for initiative in initiatives_of(draft):
        initiative["decision"] = "accepted"
    return draft


def test_write_makes_drafts_only(draft, officer):
    made = write_draft(draft, by=officer)
    bulletin = made.rows[0][1]
    assert (bulletin.status, bulletin.number, bulletin.created_by) == ("draft", None, officer)
    assert [initiative.status for initiative in Initiative.objects.all()] == ["draft"] * 3
    assert [section.theme.slug for section in bulletin.sections.all()] == ["protection", "jeunes"]
    assert list(Entry.objects.values_list("wording", flat=True)) == [i["text"] for i in initiatives_of(draft)]


def test_write_says_once_what_the_page_gives_beside_the_text(draft, officer):
    """Contacts, titles and rows of stars leave the texts of records and bulletin, and the report tells each."""
    first, second, _ = initiatives_of(draft)
    first["text"] = "Masques à Marck\n\nMarck coud des masques. Contact : oye.exemple.fr"
    second["text"] = "Calais livre du pain près de Coulogne. Contact : https://oye.exemple.fr"
    draft["bulletin"] |= {"closing": "Merci.\n\n*****", "links": []}
    made = write_draft(draft, by=officer)
    assert Initiative.objects.get(title="Masques à Marck").summary == "Marck coud des masques."
    assert list(Entry.objects.values_list("wording", flat=True))[:2] == ["Marck coud des masques.", second["text"]]
    assert Bulletin.objects.get().closing == "Merci."
    assert [(line["title"], line["words"]) for line in made.said_once] == [
        ("Conclusion", "*****"),
        ("Masques à Marck", "Masques à Marck · Contact : oye.exemple.fr"),
    ]
    assert made.said_once[1]["text"] == first["text"]


def test_write_marks_groups_without_a_name(draft, officer):
    """Described, not named: “Couturières de Marck” in a passage on Marck, and whoever stands in for a person."""
    first = next(initiatives_of(draft))
    found = {"span": None, "confidence": 1.0, "match": None, "why": ""}
    first["organisations"] = [
        found | {"name": "Bénévoles", "kind": "collectif"},
        found | {"name": "Couturières de Marck", "kind": "collectif"},
        found | {"name": "Particulier de Marck", "kind": "particulier", "is_anonymous": True},
        found | {"name": "Les petites mains", "kind": "collectif"},
    ]
    write_draft(draft, by=officer)
    marked = dict(Organisation.objects.values_list("name", "is_nameless"))
    assert marked["Les petites mains"] is False
    assert [marked[name] for name in ("Bénévoles", "Couturières de Marck", "Particulier de Marck")] == [True] * 3


def test_write_leaves_landmarks_out_and_fetches_missing_communes(draft, officer):
    made = write_draft(draft, by=officer)
    bread = Initiative.objects.get(title="Pain à Calais")
    assert [place.commune_id for place in bread.places.all()] == ["62193"]
    assert {row.pk for kind, row in made.rows if kind == "commune"} == {"62548", "62645", "62498"}
    assert not Commune.objects.filter(pk="62244").exists()


def test_write_skips_what_was_set_aside(draft, officer):
    for initiative in draft["sections"][0]["initiatives"]:
        initiative["decision"] = "rejected"
    write_draft(draft, by=officer)
    assert Initiative.objects.get().title == "Tablettes à Lens"
    assert [section.heading for section in write_sections()] == ["Jeunes"]


def write_sections():
    return Entry.objects.get().section.bulletin.sections.all()


def test_write_uses_known_rows_again(draft, officer):
    known = make_organisation("Ville de Marck", kind="collectivite")
    contact = Contact.objects.create(kind="website", value="https://oye.exemple.fr")
    match_draft(draft)
    made = write_draft(draft, by=officer)
    assert Organisation.objects.get() == known
    assert Contact.objects.get() == contact
    assert {(kind, row.pk) for kind, row in made.reused} >= {("organisation", known.pk), ("contact", contact.pk)}


def test_write_shares_a_new_organisation_between_initiatives(draft, officer):
    for initiative in initiatives_of(draft):
        initiative["organisations"] = [{"name": "Croix-Verte", "kind": "association", "match": None}]
    write_draft(draft, by=officer)
    assert Organisation.objects.get().participations.count() == 3


def test_population_and_duration_are_written_as_context(draft, officer):
    first = next(initiatives_of(draft))
    first["figures"] = [
        {"item": "", "amount": amount, "unit": unit, "period": "total", "approximate": False}
        for amount, unit in ((1800, "habitants"), (3, "semaines"), (1500, "masques"))
    ]
    write_draft(draft, by=officer)
    assert dict(Figure.objects.values_list("unit", "measure")) == {
        "habitants": "context",
        "semaines": "context",
        "masques": "stock",
    }


def test_write_figures_of_each_measure(draft, officer):
    first = next(initiatives_of(draft))
    first["figures"] = [
        {"item": "masques", "amount": amount, "unit": "masques", "period": period, "approximate": amount == 5}
        for amount, period in ((1600, "total"), (11000, "target"), (50.5, "per_day"), (5, "per_week"))
    ]
    draft["bulletin"]["date"] = "2020-05-12"
    write_draft(draft, by=officer)
    assert [(f.amount, f.measure, f.is_approximate, f.as_of is not None) for f in Figure.objects.all()] == [
        (1600, "stock", False, True),
        (11000, "target", False, False),
        (50.5, "rate_day", False, False),
        (5, "rate_week", True, False),
    ]


def test_write_persons_as_not_public_and_once(draft, officer):
    for initiative in initiatives_of(draft):
        initiative["persons"] = [{"name": "Odile Vasseur", "capacity": "habitante", "match": None}]
    write_draft(draft, by=officer)
    person = Person.objects.get()
    assert person.is_public is False
    assert person.initiatives.count() == 3


def test_write_refuses_a_person_in_a_title(draft, officer):
    first = next(initiatives_of(draft))
    first |= {"title": "Les masques d’Odile Vasseur", "persons": [{"name": "Odile Vasseur", "capacity": ""}]}
    with pytest.raises(WritingRefused, match="nomme Odile Vasseur"):
        write_draft(draft, by=officer)


def test_write_of_the_same_initiative_changes_nothing_in_it(draft, officer):
    known = make_initiative("Déjà là")
    next(initiatives_of(draft))["organisations"].append({"name": "Des bénévoles", "kind": "collectif", "match": None})
    next(initiatives_of(draft))["link"] = {"kind": "same", "pk": known.pk, "title": "Déjà là"}
    made = write_draft(draft, by=officer)
    assert ("initiative", known) in made.reused
    assert known.entries.get().wording.startswith("Marck coud")
    assert (known.places.count(), known.participations.count()) == (0, 0)
    assert made.unwritten == [
        {
            "pk": known.pk,
            "title": "Déjà là",
            "values": ["acteur : Ville de Marck", "commune : Marck", "commune : Oye-Plage", "contact : oye.exemple.fr"],
        }
    ]


def test_write_of_a_sequel_points_back(draft, officer):
    known = make_initiative("Premier pas")
    next(initiatives_of(draft))["link"] = {"kind": "follows", "pk": known.pk, "title": "Premier pas"}
    write_draft(draft, by=officer)
    assert known.sequels.get().title == "Masques à Marck"


def test_write_refuses_a_link_to_what_is_gone(draft, officer):
    next(initiatives_of(draft))["link"] = {"kind": "same", "pk": 987654, "title": "Perdue"}
    with pytest.raises(WritingRefused, match="n’est plus dans le répertoire"):
        write_draft(draft, by=officer)


def test_write_refuses_a_taken_number(draft, officer):
    make_bulletin(number=7)
    draft["bulletin"] |= {"kind": "numbered", "number": 7}
    with pytest.raises(WritingRefused, match="existe déjà"):
        write_draft(draft, by=officer)


def test_write_refuses_a_section_without_theme(draft, officer):
    draft["sections"][0]["theme"] = ""
    with pytest.raises(WritingRefused, match="thème de la rubrique"):
        write_draft(draft, by=officer)


def test_write_refuses_what_the_models_refuse_with_the_place(draft, officer):
    draft["bulletin"]["links"] = ["https://pas une adresse"]
    with pytest.raises(WritingRefused, match="Lien « https"):
        write_draft(draft, by=officer)


def test_write_without_a_series_says_so(db, officer):
    with pytest.raises(WritingRefused, match="série"):
        write_draft(make_draft(), by=officer)


def test_write_makes_an_unknown_area_once(draft, officer):
    for initiative in initiatives_of(draft):
        initiative["areas"] = [{"name": "Pays des Sept-Vallées", "kind": "customary", "code": "", "match": None}]
    write_draft(draft, by=officer)
    assert Area.objects.get(name="Pays des Sept-Vallées").coverages.count() == 3


@pytest.mark.parametrize(
    ("printed", "written"),
    [
        ("Le Pas-de-Calais solidaire n°7", "Le Pas-de-Calais solidaire"),
        ("Le Pas-de-Calais solidaire – N°\u00a07", "Le Pas-de-Calais solidaire"),
        ("Un non 7 fois dit", "Un non 7 fois dit"),
    ],
)
def test_write_leaves_the_printed_number_out_of_the_title(draft, officer, printed, written):
    draft["bulletin"] |= {"kind": "numbered", "title": printed, "number": 7}
    write_draft(draft, by=officer)
    bulletin = Bulletin.objects.get()
    assert (bulletin.title, bulletin.number) == (written, 7)


def test_write_takes_the_list_marks_off_a_heading(draft, officer):
    draft["sections"][0]["heading"] = "- Solidaires des soignants\u00a0:"
    write_draft(draft, by=officer)
    assert Section.objects.order_by("position").first().heading == "Solidaires des soignants"


def test_write_uses_the_kept_row_of_what_was_united_meanwhile(draft, officer):
    kept, duplicate = make_organisation("Meloko"), make_organisation("Méloko SAS")
    contact, old = make_contact("a@exemple.fr"), make_contact("b@exemple.fr")
    first = next(initiatives_of(draft))
    told = {"span": None, "confidence": 1.0, "why": ""}
    first["organisations"] = [{**told, "name": "Méloko SAS", "kind": "association", "match": duplicate.pk}]
    first["contacts"] = [{**told, "kind": "email", "value": "b@exemple.fr", "match": old.pk}]
    merge_organisations(kept=kept, duplicate=duplicate, by=officer)
    merge_contacts(kept=contact, duplicate=old, by=officer)
    write_draft(draft, by=officer)
    initiative = Initiative.objects.get(title=first["title"])
    assert list(initiative.organisations.all()) == [kept]
    assert list(initiative.contacts.public()) == [contact]
    assert set(initiative.contacts.all()) == {contact, old}  # so that the text is cleared of either


def test_column_that_came_later_changes_no_fingerprint_while_it_is_empty(db, officer):
    kept, row = make_organisation("Meloko"), make_organisation("Méloko SAS")
    before = fingerprint(row)
    assert "merged_into_id" not in _values(row)  # an import of last month is undone as ever
    merge_organisations(kept=kept, duplicate=row, by=officer)
    assert fingerprint(row) != before


def test_write_puts_no_number_into_a_capacity(draft, officer):
    first = next(initiatives_of(draft))
    first["persons"] = [{"name": "Odile Vasseur", "capacity": "06 39 98 56 78", "match": None}]
    write_draft(draft, by=officer)
    assert Person.objects.get().capacity == ""
