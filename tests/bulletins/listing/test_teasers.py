"""A teaser that is cast says what its component says."""

from datetime import UTC, datetime

import pytest
from django.template.loader import get_template

from bulletins.listing.teasers import teaser_of
from bulletins.models import Bulletin, Edition, Series
from bulletins.presenting import Issue

TITLES = ["<b>Masques</b> & visières", 'L’été "à" Lens', "Repas"]


@pytest.mark.parametrize("day", ["2020-04-30", ""])
@pytest.mark.parametrize("count", [0, 1, 3])
@pytest.mark.parametrize("is_rectified", [False, True])
def test_teaser_is_the_component(day, count, is_rectified):
    corrections = [{"date": "4 mai 2020", "text": "", "previous": 1}] if is_rectified else []
    entries = [{"title": title} for title in TITLES[:count]]
    content = {
        "kind": "numbered", "label": "n°\u00a07", "printed_label": "n°\u00a07", "title": "Le <i>Pas</i> solidaire",
        "dated_on": day, "corrections": corrections, "sections": [{"entries": entries}],
    }  # fmt: skip
    bulletin = Bulletin(kind="numbered", number=7, series=Series(is_main=True))
    edition = Edition(bulletin=bulletin, published_at=datetime(2020, 5, 4, tzinfo=UTC))
    issue = Issue(bulletin=bulletin, edition=edition, content=content)
    shown = {
        "label": issue.heading_label, "title": issue.title, "date": issue.written_date, "datetime": day,
        "url": "/bulletins/7/", "pdf_url": "/bulletins/7.pdf", "headlines": issue.headlines, "count": issue.counted,
        "rectified": issue.rectified,
    }  # fmt: skip
    for _ in range(2):
        teaser = teaser_of(issue)
        assert teaser.html == get_template("components/bulletin_teaser.html").render(shown)
    assert teaser.day == day
    assert "<i>" not in teaser.html
