"""Other ways in which a word is written, and words that are no slip of others."""

import pytest

from directory.finding.forms.ordinary import is_ordinary, is_ordinary_form
from directory.finding.forms.written import other_forms


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("CRS9", "CRS 9"), ("hydro-alcoolique", "hydroalcoolique"), ("1600", "1 600"), ("10.000", "10 000"),
        ("10.000", "10000"), ("50000", "50 000"), ("8", "huit"), ("huit", "8"), ("mille", "1 000"),
        ("petits", "petit"), ("déjeuner", "déjeuners"), ("déjeuner", "dejeuners"), ("loisirs", "loisir"),
    ],
)  # fmt: skip
def test_word_has_its_other_forms(typed, written):
    assert written in other_forms(typed)


@pytest.mark.parametrize("typed", ["2020", "1999", "masques", "02100", "3.5", "lens"])
def test_no_form_is_made_up(typed):
    assert set(other_forms(typed)) <= {typed}


def test_ordinary_words_are_known_in_both_numbers():
    assert all(map(is_ordinary, ["sport", "sports", "paroisse", "ecoles", "bateaux"]))
    assert not any(map(is_ordinary, ["masqes", "tereos", "arras", ""]))


@pytest.mark.parametrize("typed", ["habitent", "cherchons", "habitaient", "visites", "sert", "prend", "sports"])
def test_forms_of_verbs_are_no_slips(typed):
    assert is_ordinary_form(typed)


@pytest.mark.parametrize("typed", ["masqes", "vissieres", "tereos", "coudr", "et", ""])
def test_slip_is_no_form_of_a_verb(typed):
    assert not is_ordinary_form(typed)
