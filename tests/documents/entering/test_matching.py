"""What the directory knows is recognised, not doubled."""

from __future__ import annotations

import pytest

from documents.entering.matching import match_draft
from documents.review.draft import initiatives_of
from organisations.models import Contact
from organisations.services import merge_organisations
from tests.builders import (
    make_area,
    make_commune,
    make_contact,
    make_initiative,
    make_organisation,
    make_person,
)
from tests.documents.drafts import make_draft

pytestmark = pytest.mark.django_db


def first_of(draft):
    return next(initiatives_of(draft))


def value(**fields):
    return {"span": None, "confidence": 1.0, "match": None, "why": "", **fields}


def match_organisation(name, *, kind="association"):
    draft = make_draft()
    first_of(draft)["organisations"] = [value(name=name, kind=kind)]
    match_draft(draft)
    return first_of(draft)["organisations"][0], first_of(draft)["remarks"]


@pytest.mark.parametrize("typed", ["Second Départ", "SECOND DEPART", "second-depart", "SD62"])
def test_organisation_of_the_same_name_is_known_without_a_doubt(typed):
    known = make_organisation("Second Départ", other_names="SD62, Deuxième chance")
    found, remarks = match_organisation(typed)
    assert found["match"] == known.pk
    assert found["why"] == ("fiche connue" if typed == "Second Départ" else "connue : « Second Départ »")
    assert remarks == []


def test_organisation_of_a_near_name_is_proposed_with_a_question():
    known = make_organisation("Les couturières du Calaisis")
    found, remarks = match_organisation("Les couturière du Calaisis")
    assert found["match"] == known.pk
    assert "nom proche" in found["why"]
    assert [remark["field"] for remark in remarks] == ["organisations"]


@pytest.mark.parametrize(
    ("known", "typed"), [("CCAS de Lens", "CCAS de Liévin"), ("Lycée Blaise-Pascal", "Lycée Robespierre")]
)
def test_organisations_that_only_look_alike_stay_apart(known, typed):
    make_organisation(known, kind="etablissement_public")
    assert match_organisation(typed, kind="etablissement_public")[0]["match"] is None


def test_town_and_commune_of_one_name_are_one():
    known = make_organisation("Commune de Marck", kind="collectivite")
    assert match_organisation("Ville de Marck", kind="collectivite")[0]["match"] == known.pk


def test_volunteers_are_not_those_of_the_town():
    """They were once said to be alike at 100 %."""
    make_organisation("Bénévoles de la ville", kind="collectif")
    make_organisation("Bénévoles de la ville", kind="collectif", is_nameless=True, seat=make_commune("Lens"))
    found, remarks = match_organisation("Bénévoles", kind="collectif")
    assert (found["match"], found["why"], remarks) == (None, "", [])


def test_a_named_collective_is_not_taken_for_a_group_without_a_name():
    make_organisation("Couturières du Ternois", kind="collectif", is_nameless=True)
    assert match_organisation("Couturière du Ternoi", kind="collectif")[0]["match"] is None
    assert match_organisation("Couturières du Ternois", kind="collectif")[0]["match"] is not None  # the same words


def test_a_bare_group_is_known_again_among_its_like_alone():
    make_organisation("Bénévoles", kind="collectif")
    assert match_organisation("Bénévoles", kind="collectif")[0]["match"] is None
    described = make_organisation("Bénévoles", kind="association", is_nameless=True)
    assert match_organisation("Bénévoles", kind="collectif")[0]["match"] == described.pk


def test_volunteers_in_common_do_not_make_two_initiatives_alike():
    everybody = make_organisation("Bénévoles", kind="collectif", is_nameless=True)
    make_initiative("Autre chose", summary="Des livres sont lus au téléphone.", organisations=(everybody,))
    draft = make_draft()
    first_of(draft)["organisations"] = [value(name="Bénévoles", kind="collectif")]
    match_draft(draft)
    assert first_of(draft)["organisations"][0]["match"] == everybody.pk
    assert [one["why"] for one in first_of(draft)["candidates"] if "organisation" in one["why"]] == []


def test_same_name_in_another_commune_is_questioned():
    make_organisation("Couture solidaire", seat=make_commune("Lens", insee="62498"))
    _, remarks = match_organisation("Couture solidaire")
    assert "autre commune" in remarks[0]["message"]


def test_seat_chooses_among_organisations_of_one_name():
    make_organisation("Couture solidaire", seat=make_commune("Lens", insee="62498"))
    here = make_organisation("Couture solidaire", seat=make_commune("Marck", insee="62548"))
    assert match_organisation("Couture solidaire")[0]["match"] == here.pk


def test_area_is_matched_within_its_kind():
    make_area("Calaisis", kind="epci")
    customary = make_area("Calaisis", kind="customary", slug="calaisis-2")
    draft = make_draft()
    first_of(draft)["areas"] = [value(name="Calaisis", kind="customary", code="")]
    match_draft(draft)
    assert first_of(draft)["areas"][0]["match"] == customary.pk


def test_contact_is_normalised_and_known():
    known = make_contact("+33321000001", kind=Contact.Kind.PHONE, is_public=False)
    draft = make_draft()
    first_of(draft)["contacts"] = [value(kind="phone", value="03 21 00 00 01", label="")]
    match_draft(draft)
    assert first_of(draft)["contacts"][0]["match"] == known.pk
    assert "n’est pas public" in first_of(draft)["remarks"][0]["message"]


def test_contact_of_no_valid_form_is_kept_in_words():
    draft = make_draft()
    first_of(draft)["contacts"] = [value(kind="phone", value="voir en mairie", label="")]
    match_draft(draft)
    assert first_of(draft)["contacts"][0]["kind"] == "other"
    assert first_of(draft)["contacts"][0]["value"] == "voir en mairie"


def test_the_same_story_is_proposed_as_the_same():
    known = make_initiative(
        "Masques à Marck",
        summary="Marck coud des masques. Oye-Plage aussi",
        organisations=(make_organisation("Ville de Marck", kind="collectivite"),),
    )
    draft = make_draft()
    match_draft(draft)
    first = first_of(draft)
    assert (first["link"]["kind"], first["link"]["pk"]) == ("same", known.pk)
    assert [remark["field"] for remark in first["remarks"]] == ["link"]


def test_another_story_of_the_same_organisation_is_only_a_candidate():
    known = make_initiative(
        "Portage de repas", organisations=(make_organisation("Ville de Marck", kind="collectivite"),)
    )
    draft = make_draft()
    match_draft(draft)
    first = first_of(draft)
    assert first["link"] is None
    assert [(one["pk"], one["kind"]) for one in first["candidates"]] == [(known.pk, "")]


def test_the_same_count_of_the_same_organisation_is_proposed_as_a_sequel():
    known = make_initiative(
        "Atelier de la halle",
        summary="Un atelier ouvre en ville.",
        organisations=(make_organisation("Ville de Marck", kind="collectivite"),),
        figures=({"item": "masques", "amount": 500, "unit": "masques"},),
    )
    draft = make_draft()
    first = first_of(draft)
    first["figures"] = [
        {"item": "masques", "amount": 900, "unit": "masques", "period": "total", "approximate": False, "span": None}
    ]
    match_draft(draft)
    assert (first["link"]["kind"], first["link"]["pk"]) == ("follows", known.pk)
    assert "masques" in first["link"]["why"]


def test_the_same_count_in_the_same_commune_is_proposed_as_the_same():
    """Private persons act under no name: the place and the figure tell."""
    known = make_initiative(
        "Couture chez soi",
        communes=(make_commune("Marck", insee="62548"),),
        figures=({"item": "masques", "amount": 1200, "unit": "masques"},),
    )
    draft = make_draft()
    first = first_of(draft)
    first["figures"] = [
        {"item": "masques", "amount": 1200, "unit": "masques", "period": "total", "approximate": False, "span": None}
    ]
    match_draft(draft)
    assert (first["link"]["kind"], first["link"]["pk"]) == ("same", known.pk)
    assert "même commune, même chiffre (1\u00a0200 masques)" in first["link"]["why"]


def test_person_is_known_only_in_the_same_place():
    marck = make_commune("Marck", insee="62548")
    here, elsewhere = make_person("Odile Vasseur"), make_person("Odile Vasseur")
    make_initiative(communes=(marck,)).persons.add(here)
    make_initiative(communes=(make_commune("Lens", insee="62498"),)).persons.add(elsewhere)
    draft = make_draft()
    first_of(draft)["persons"] = [value(name="Odile Vasseur", capacity="")]
    match_draft(draft)
    assert first_of(draft)["persons"][0]["match"] == here.pk


def test_private_person_leaves_the_title_and_the_actors_and_is_remarked():
    draft = make_draft()
    first = first_of(draft)
    first |= {"title": "Odile Vasseur (Marck) : masques", "text": "Odile Vasseur, habitante de Marck, coud."}
    first["organisations"] = [value(name="Odile Vasseur", kind="particulier")]
    first["persons"] = [value(name="Odile Vasseur", capacity="habitante")]
    match_draft(draft)
    assert first["title"] == "Particulier de Marck : masques"
    assert first["organisations"][0]["name"] == "Particulier de Marck"
    assert [remark["field"] for remark in first["remarks"]] == ["persons"]
    assert "accord" in first["remarks"][0]["message"]


def test_theme_that_the_installation_lacks_is_left_to_the_officer():
    draft = make_draft()
    draft["sections"][0] |= {"theme": "astronomie", "heading": "Étoiles"}
    match_draft(draft)
    assert draft["sections"][0]["theme"] == ""


def test_matching_twice_adds_no_remark_twice():
    make_organisation("Les couturières du Calaisis")
    draft = make_draft()
    first_of(draft)["organisations"] = [value(name="Les couturière du Calaisis", kind="association")]
    match_draft(draft)
    once = list(first_of(draft)["remarks"])
    match_draft(draft)
    assert first_of(draft)["remarks"] == once


def test_name_of_a_united_organisation_is_the_kept_one(editor):
    kept, duplicate = make_organisation("Second Départ"), make_organisation("Deuxième chance")
    merge_organisations(kept=kept, duplicate=duplicate, by=editor)
    found, _ = match_organisation("Deuxième chance")
    assert (found["match"], found["why"]) == (kept.pk, "connue : « Second Départ »")
