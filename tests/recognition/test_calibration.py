"""How sure a proposal is: counted, drawn towards its family, and true on texts that no rule was made from."""

import pytest

from bench.calibration import NOT_USED, OWN, cross_validated, held_out, samples
from recognition.calibration import FIRST_READING, SURE, confidence, counted, estimated


def test_a_rule_never_seen_has_the_first_reading():
    assert estimated("new rule", {}) == FIRST_READING


def test_few_cases_are_not_sure_and_many_are():
    assert estimated("noun new", {"noun new": (2, 2)}) < SURE < estimated("noun new", {"noun new": (60, 60)})


def test_a_rare_rule_leans_on_its_family():
    counts = {"noun named subject": (80, 80), "noun named by": (1, 1), "name word by": (1, 1), "name word of": (1, 9)}
    assert estimated("noun named by", counts) > SURE > FIRST_READING > estimated("name word by", counts)


def test_wrong_cases_lower_the_confidence():
    assert estimated("a rule", {"a rule": (10, 40)}) < 0.5


def test_every_count_is_possible():
    assert counted()
    assert all(0 <= right <= seen for right, seen in counted().values())
    assert all(0 < confidence(rule) < 1 for rule in counted())


@pytest.fixture(scope="module")
def every():
    return samples([OWN / "documents"])


def test_of_what_is_said_to_be_sure_95_in_100_are_right_on_other_documents(every):
    for told in (cross_validated(every), held_out(every)):
        sure = [is_right for said, is_right in told if said >= SURE]
        assert len(sure) > 0.6 * len(told)
        assert sum(sure) >= 0.95 * len(sure)


def test_what_no_rule_was_made_from_is_there(every):
    assert {sample.name for sample in every if sample.told} >= set(NOT_USED)
