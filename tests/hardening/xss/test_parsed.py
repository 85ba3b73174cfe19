"""Traps in every text of every row, and in every field of every form: no page brings one to life.

The suite writes a dozen at once and parses the pages; `make xss` writes all of them, parses as browsers do, and opens
the pages in Chromium too (`tests/browser/test_traps.py`).
"""

from __future__ import annotations

import pytest

from tests.hardening.xss.fields import text_fields
from tests.hardening.xss.grid import IS_CAMPAIGN, Grid, alive
from tests.hardening.xss.living import living, living_in_xml
from tests.hardening.xss.payloads import CALL, PAYLOADS


def test_parser_sees_what_would_run():
    """The control: traps that run from where they stand are seen; others wait for a quote, Markdown, or XML."""
    running = [one for one in PAYLOADS if living(f"<html><body><p>{one}</p></body></html>")]
    assert len(running) > 45
    assert {"<script>", "<svg onload=", "<a href=", "<form action"} == {
        start for start in ("<script>", "<svg onload=", "<a href=", "<form action") if any(
            one.startswith(start) for one in running
        )
    }  # fmt: skip


@pytest.mark.parametrize("page", [
    f'<input value="" autofocus onfocus={CALL}(1) x="">',
    f"<a href=' java\tscript:{CALL}(1)'>x</a>",
    f'<script type="text/javascript">var a = "";{CALL}(1);</script>',
    f"<b {CALL}(1)>",
])  # fmt: skip
def test_parser_sees_attributes_that_would_run(page):
    assert living(page)
    assert living(page, as_browsers=False)


def test_parser_sees_what_would_run_in_a_feed():
    page = f"<feed><x:script xmlns:x='http://www.w3.org/1999/xhtml'>{CALL}(1)</x:script></feed>"
    assert living_in_xml(page.encode())
    assert not living_in_xml(f"<feed>&lt;script&gt;{CALL}(1)&lt;/script&gt;</feed>".encode())


def test_parser_leaves_alone_what_is_only_text():
    page = f'<p title="&lt;img onerror={CALL}(1)&gt;">&lt;script&gt;{CALL}(1)&lt;/script&gt;</p>'
    data = f'<script type="application/ld+json">{{"a": "\\u003cscript\\u003e{CALL}(1)"}}</script>'
    assert living(page + data) == []


def test_grid_has_enough_of_everything():
    assert len(PAYLOADS) >= 60
    assert len(set(PAYLOADS)) == len(PAYLOADS)
    named = {f"{model._meta.label}.{one.name}" for model, one in text_fields()}
    assert len(named) > 100
    assert {
        "initiatives.Initiative.summary",
        "initiatives.HistoricalInitiative.summary",
        "workshop.Comment.text",
    } <= named


def test_no_trap_comes_to_life(desk, settings, tmp_path, capsys):
    settings.MEDIA_ROOT = tmp_path
    grid, found, faults = Grid(desk), [], {}
    for pages in grid.shown():
        for page in pages:
            found += alive(page, as_browsers=IS_CAMPAIGN)
            if page.fault or page.status >= 500:
                faults.setdefault(page.fault, page.asked)
    with capsys.disabled():
        print(f"\nxss: parsed: {grid.told()}, {len(found)} alive")  # noqa: T201 the line that a campaign is run for
    assert found == []
    assert faults == {}
