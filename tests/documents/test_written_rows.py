"""Accepting and publishing write rows many at once: what they leave is what writing them one by one left.

`written_rows.json` was recorded when each row was saved by itself; `RECORD_ROWS=1` records it anew, which only a change
of what is written justifies.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bulletins.services import publish_bulletin, rectify_bulletin
from documents.models import DocumentImport
from documents.review import corrections
from documents.review.draft import initiatives_of
from documents.services import accept_everything, accept_import, correct_draft, read_again, receive_document
from organisations.models import Person
from tests.builders import CONSENT, NOW, make_contact, make_organisation, make_person
from tests.documents.recorded import recorded_rows, without_keys
from tests.documents.sample import RELEASE, release_of

RECORDED = Path(__file__).with_name("written_rows.json")


def accepted(data: bytes, by: User) -> DocumentImport:
    return accept_everything(review=receive_document(data=data, filename="semaine 19.txt", by=by), by=by)


def test_rows_written_together_are_those_written_one_by_one(series, officer, editor):
    kept = make_contact("03 21 00 00 01", kind="phone")
    make_contact("+33321000001", kind="phone", merged_into=kept)  # found by the document, beside the one it leads to
    make_organisation("Toiles du Nord", kind="entreprise")
    make_person("Odile Vasseur")
    stories = release_of(3).decode().partition("- À Marck")
    data = RELEASE.replace("Solidaires des personnes", f"{stories[1]}{stories[2]}\n\nSolidaires des personnes")
    first = accepted(data.encode(), officer)
    bulletin = accept_import(review=first, by=officer)
    second = read_again(source=first.document, by=officer)  # finds most of it again, as “la même”

    def correction(draft):
        corrections.correct_head(draft, {"number": "10"})
        for one in initiatives_of(draft):
            corrections.decide(draft, one["id"], "accepted")

    second = correct_draft(review=second, expected=second.version, by=officer, correction=correction)
    accept_import(review=second, by=officer)
    Person.objects.update(is_public=True, **CONSENT)
    bulletin = publish_bulletin(bulletin=bulletin, by=editor, now=NOW)
    bulletin.introduction = "Une autre introduction."
    bulletin.save()
    rectify_bulletin(bulletin=bulletin, by=editor, correction="L’introduction a changé.", now=NOW)
    reports = [without_keys(one.report) for one in DocumentImport.objects.order_by("pk")]
    told = recorded_rows() | {"reports": [json.dumps(one, ensure_ascii=False, sort_keys=True) for one in reports]}
    if os.environ.get("RECORD_ROWS"):
        RECORDED.write_text(json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
    assert told == json.loads(RECORDED.read_text())


def _queries_of_accepting(count: int, by: User) -> int:
    review = accepted(release_of(count), by)
    assert len(list(initiatives_of(review.proposal))) == count
    with CaptureQueriesContext(connection) as queries:
        accept_import(review=review, by=by)
    return len(queries)


def test_accepting_two_initiatives_takes_few_queries(series, officer):
    assert _queries_of_accepting(2, officer) == 108


def test_accepting_sixteen_initiatives_takes_no_more(series, officer):
    assert _queries_of_accepting(16, officer) == 108
