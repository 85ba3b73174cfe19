"""What `manage.py verifier` says of the processes that read documents."""

import sys
from io import StringIO

import pytest
from django.core.management import call_command

from backoffice.work import soundness
from documents import confinement
from documents.readers.sandbox import DEFAULT_LIMITS

OWN = {"net": "net:[1]", "user": "user:[1]"}
WHOLE = {
    "memory": DEFAULT_LIMITS.memory,
    "seconds": DEFAULT_LIMITS.seconds,
    "is_filtered": True,
    "has_no_new_privileges": True,
    "net": "net:[2]",
    "user": "user:[2]",
}


def active(**changes):
    return [hold.is_active for hold in confinement.holds(WHOLE | changes, own=OWN, is_linux=True)]


def test_each_hold_is_what_the_child_told():
    assert active() == [True] * 6
    for place, changes in enumerate(
        ({"memory": 1}, {"seconds": -1}, {"has_no_new_privileges": False}, {"is_filtered": False}, {"net": "net:[1]"})
    ):
        assert [index for index, is_active in enumerate(active(**changes)) if not is_active] == [place]
    assert active(user="user:[1]") == [True] * 5  # who may have a network apart needs no account apart
    assert active(user="user:[1]", net="net:[1]") == [True] * 4 + [False] * 2


@pytest.mark.skipif(sys.platform != "linux", reason="asks the kernel of Linux")
def test_verifier_tells_what_holds_the_readers(db, monkeypatch):
    lines = confinement.in_words()
    assert lines[0].startswith(
        "actif\u00a0: mémoire bornée à 512\u00a0Mo, temps borné à 10\u00a0s, aucun privilège nouveau"
    )
    assert confinement.readers_are_held() == []
    name = "lecture des documents"
    monkeypatch.setattr(soundness, "_checks", {name: soundness._checks[name]})
    told = StringIO()
    call_command("verifier", stdout=told)
    assert f"bon     {name}\n        {lines[0]}\n" in told.getvalue()


def test_what_no_machine_may_lack_is_wrong(monkeypatch):
    found = confinement.holds(WHOLE | {"memory": -1, "is_filtered": False}, own=OWN, is_linux=True)
    monkeypatch.setattr(confinement, "measured", lambda: found)
    assert confinement.readers_are_held() == ["La lecture des documents n’a pas\u00a0: mémoire bornée à 512\u00a0Mo."]
    assert confinement.in_words()[1] == "absent\u00a0: mémoire bornée à 512\u00a0Mo, appels au noyau filtrés (seccomp)"


def test_child_that_does_not_answer_is_told(monkeypatch, tmp_path):
    child = tmp_path / "child.py"
    child.write_text("import os; os.abort()")
    monkeypatch.setattr(confinement, "CHILD", child)
    assert confinement.in_words()[0].startswith("non mesuré")
