"""What is typed is understood as an import understands it, in the words' own places."""

from __future__ import annotations

import json

import pytest

from documents.refusals import DraftRefusal
from documents.review.corrections import TEXT_LENGTH
from documents.review.draft import VALUE_FIELDS, initiatives_of
from documents.services import receive_document
from organisations.models import Contact
from tests.builders import (
    make_area,
    make_bulletin,
    make_commune,
    make_contact,
    make_initiative,
    make_organisation,
    make_section,
    make_series,
)
from workshop.writing.chips import chips_of, shown
from workshop.writing.known import choices, known_initiatives
from workshop.writing.understanding import checked_text, understand

STORY = (
    "À Marck, l’association Les Petites Mains coud 1 600 masques pour l’hôpital de Calais, dans tout le Calaisis. "
    "Contact : 03 21 00 00 01, contact@exemple.fr"
)


def bare(value):
    return {name: part for name, part in value.items() if name != "span"}


def test_chips_are_what_an_import_proposes(db, officer, settings, tmp_path):
    """The same text below a heading of a document, where it is one initiative: the same values, matches and doubts."""
    settings.MEDIA_ROOT = tmp_path
    make_series()
    make_commune("Marck", insee="62548")
    make_organisation("Les petites mains", seat_id="62548")
    make_contact("contact@exemple.fr")
    make_area("Calaisis", kind="customary")
    data = f"Bulletin des voisins\n\nArras, le 6 avril 2020\n\nMesures de protection :\n\n- {STORY}"
    review = receive_document(data=data.encode(), filename="a.txt", by=officer)
    (imported,) = initiatives_of(review.proposal)
    found = understand(STORY, day="2020-04-06").initiative
    for field in VALUE_FIELDS:
        assert [bare(value) for value in found[field]] == [bare(value) for value in imported[field]]
    assert [one["match"] is not None for one in found["organisations"]] == [True]
    assert found["title"] == imported["title"]
    assert found["candidates"] == imported["candidates"]


def test_chips_stand_in_the_text_as_it_was_typed(db):
    typed = f"Bonjour,\n\n   {STORY.replace('Petites Mains', 'Petites   Mains')}\n"
    initiative = understand(typed).initiative
    words = {shown(chip, initiative)["words"] for chip in chips_of(initiative)}
    assert {"Marck", "Calais", "Calaisis", "03 21 00 00 01", "contact@exemple.fr"} <= words
    assert "Les Petites   Mains" in words


def test_what_is_sure_is_kept_and_what_is_doubtful_is_not(db):
    initiative = understand(STORY).initiative
    initiative["communes"][0]["confidence"] = 0.4
    kept = {(chip.field, chip.is_kept) for chip in chips_of(initiative) if chip.field == "communes"}
    assert kept == {("communes", False), ("communes", True)}


def test_known_rows_are_told_from_new_ones(db):
    make_contact("contact@exemple.fr", is_public=False)
    make_commune("Marck", insee="62548")
    initiative = understand(STORY).initiative
    told = {one["label"]: one["known"] for one in (shown(chip, initiative) for chip in chips_of(initiative))}
    assert told["Marck"] == "62548"
    assert told["Les Petites Mains"] == "nouveau"
    assert told["contact@exemple.fr"] == Contact.objects.get().pk


def test_a_date_of_the_text_is_proposed(db):
    assert understand(f"Depuis le 30 mars 2020. {STORY}").day == "2020-03-30"
    assert understand(STORY).day is None


def test_known_initiatives_come_with_the_words_of_their_bulletins(db, editor):
    from bulletins.services import publish_bulletin

    marck = make_commune("Marck", insee="62548")
    mains = make_organisation("Les Petites Mains", seat=marck)
    known = make_initiative("Masques des Petites Mains", summary=STORY, communes=(marck,), organisations=(mains,))
    other = make_initiative("Un concert à Marck", communes=(marck,))
    bulletin = make_bulletin(dated_on="2020-04-06")
    make_section(bulletin, known, other)
    publish_bulletin(bulletin=bulletin, by=editor)
    initiative = understand(STORY).initiative
    (one,) = known_initiatives(initiative)
    assert (one["pk"], one["kind"]) == (known.pk, "same")
    assert [told["bulletin"] for told in one["told"]] == ["n°\u00a01"]
    assert one["told"][0]["words"].startswith("À Marck, l’association")


def test_nothing_is_understood_of_nothing(db):
    for text in ("", "  \n", "***"):
        assert chips_of(understand(text).initiative) == []


def test_a_text_that_looks_like_another_file_is_kept_with_a_remark(db):
    found = understand("{\\rtf1 bonjour}")
    assert chips_of(found.initiative) == []
    assert "Rien n’est perdu" in found.remarks[0]


def test_a_nul_and_a_hundred_kilobytes_are_refused_in_french():
    with pytest.raises(DraftRefusal, match="caractère interdit"):
        checked_text("bonjour\x00")
    with pytest.raises(DraftRefusal, match="trop long"):
        checked_text("à" * 100_000)
    assert checked_text("a\r\nb\rc") == "a\nb\nc"
    assert len(checked_text("a" * TEXT_LENGTH)) == TEXT_LENGTH


def test_choices_are_rows_of_the_directory_told_apart(db):
    calais = make_commune("Calais", insee="62193", postal_codes=["62100"])
    kept = make_organisation("Ville de Calais", kind="collectivite", seat=calais)
    make_organisation("Mairie de Calais", kind="collectivite", merged_into=kept)
    area = make_area("Calaisis", kind="customary")
    assert choices("communes", "cala") == [{"key": "62193", "name": "Calais", "label": "Calais — 62100"}]
    assert choices("organisations", "calais") == [
        {"key": str(kept.pk), "name": "Ville de Calais", "label": "Ville de Calais — collectivité, Calais"}
    ]
    assert choices("areas", "calaisis") == [
        {"key": str(area.pk), "name": "Calaisis", "label": "Calaisis — secteur d’usage"}
    ]
    for field, typed in (("contacts", "a"), ("communes", ""), ("organisations", "\x00"), ("x", "a")):
        assert choices(field, typed) == []


def test_choices_cost_one_query_each(db, django_assert_num_queries):
    for number in range(3):
        make_organisation(f"Club {number}", seat=make_commune())
    with django_assert_num_queries(1):
        assert len(choices("organisations", "club")) == 3


def test_a_chip_is_sent_whole(db):
    initiative = understand(STORY).initiative
    for chip in chips_of(initiative):
        assert json.loads(chip.as_sent())["value"] == chip.value
