"""`import_bulletin --save`: through the services, in someone's name."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from bulletins.models import Bulletin
from documents.models import DocumentImport, Lesson
from french.accents import sort_key
from tests.builders import make_bulletin, make_user
from tests.documents.sample import RELEASE


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "semaine.txt"
    path.write_text(RELEASE, encoding="utf-8")
    return path


def run(*arguments):
    out, err = StringIO(), StringIO()
    call_command("import_bulletin", *map(str, arguments), stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_without_save_nothing_is_stored(series, path):
    run(path)
    assert not DocumentImport.objects.exists()


def test_save_opens_a_review_in_someones_name(series, officer, path):
    printed, told = run(path, "--save", "--by", officer.username)
    review = DocumentImport.objects.get()
    assert (review.status, review.created_by) == ("review", officer)
    assert "Marck" in printed
    assert f"relecture {review.pk} ouverte" in told


def test_save_and_accept_makes_the_draft_bulletin(series, officer, path):
    run(path, "--save", "--accept", "--by", officer.username)
    assert Bulletin.objects.get().status == "draft"
    assert DocumentImport.objects.get().status == "accepted"


def test_save_needs_an_active_account(series, path):
    make_user("partie", is_active=False)
    for by in ((), ("--by", "personne"), ("--by", "partie")):
        with pytest.raises(CommandError, match="au nom de qui"):
            run(path, "--save", *by)
    assert not DocumentImport.objects.exists()


def test_refused_acceptance_leaves_the_review_open(series, officer, path):
    make_bulletin(number=9)
    with pytest.raises(CommandError, match="existe déjà"):
        run(path, "--save", "--accept", "--by", officer.username)
    assert DocumentImport.objects.get().status == "review"


def test_second_import_of_a_file_says_so(series, officer, path):
    run(path, "--save", "--accept", "--by", officer.username)
    with pytest.raises(CommandError, match="déjà été importé"):
        run(path, "--save", "--by", officer.username)


def test_printed_proposal_knows_what_officers_taught(series, officer, path):
    taught = {"learned_at": timezone.now(), "learned_by": officer}
    Lesson.objects.create(kind="refused", words="Toiles du Nord", key=sort_key("Toiles du Nord"), **taught)
    Lesson.objects.create(kind="actor", words="écoles", key="ecoles", organisation_kind="collectif", **taught)
    printed, _ = run(path, "--format", "json")
    told = [one for section in json.loads(printed)["sections"] for one in section["initiatives"]]
    assert [o["name"] for o in told[0]["organisations"]] == ["Ville de Marck", "écoles"]
    assert told[1]["organisations"] == []
    for one, words in ((told[0], "est un acteur, ajouté"), (told[1], "n’est pas proposé comme acteur")):
        assert any(words in remark["message"] for remark in one["remarks"])
