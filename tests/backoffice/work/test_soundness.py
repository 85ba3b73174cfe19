import pytest

from backoffice.work import soundness
from backoffice.work.soundness import Outcome, verify
from communes.models import Territory
from tests.builders import make_territory


@pytest.fixture
def checks(monkeypatch):
    kept: dict = {}
    monkeypatch.setattr(soundness, "_checks", kept)
    return kept


def test_checks_are_asked_in_order_and_one_that_breaks_down_is_what_is_wrong(db, checks):
    def break_down():
        raise ZeroDivisionError("par zéro")

    soundness.register("bonne", list)
    soundness.register("cassée", break_down)
    soundness.register("mauvaise", lambda: ["Une phrase."])
    good, broken, bad = verify()
    assert good == Outcome("bonne", [])
    assert "par zéro" in broken.wrong[0]
    assert bad.wrong == ["Une phrase."]
    assert [one.is_sound for one in (good, broken, bad)] == [True, False, False]


def test_nothing_that_a_check_tries_stays(db, checks):
    make_territory(site_name="Avant")

    def change():
        Territory.objects.update(site_name="Pendant")
        return ["vu"]

    soundness.register("qui essaie", change)
    assert verify()[0].wrong == ["vu"]
    assert Territory.objects.get().site_name == "Avant"


def test_a_thousand_like_rows_are_told_in_six_lines():
    told = Outcome("x", [f"ligne {number}" for number in range(1000)]).told
    assert len(told) == 6
    assert told[-1] == "… et 995 de plus"
