import re
import time

import pytest

from french.richtext import plain_text, render_text


def test_text_makes_paragraphs_and_line_breaks():
    assert render_text("Un.\n\nDeux,\ntrois.") == "<p>Un.</p>\n<p>Deux,<br>\ntrois.</p>"


def test_text_formats_the_little_it_knows():
    html = render_text("**Fort** et *doux*\n\n- un\n- deux\n\n[le site](https://exemple.fr)")
    assert "<strong>Fort</strong> et <em>doux</em>" in html
    assert "<li>un</li>" in html
    assert '<a href="https://exemple.fr" rel="nofollow noopener noreferrer">le site</a>' in html


@pytest.mark.parametrize(
    ("text", "href", "shown"),
    [
        ("Voir https://exemple.fr/aide_1?a=1.", "https://exemple.fr/aide_1?a=1", "https://exemple.fr/aide_1?a=1"),
        ("Voir (www.meloko.fr), merci.", "https://www.meloko.fr", "www.meloko.fr"),
        ("Écrire à aide@exemple.fr !", "mailto:aide@exemple.fr", "aide@exemple.fr"),
    ],
)
def test_bare_addresses_become_links(text, href, shown):
    html = render_text(text)
    assert html.count("<a ") == 1
    assert f'<a href="{href}"' in html
    assert f">{shown}</a>" in html


def test_address_inside_a_link_stays_its_words():
    assert render_text("[www.exemple.fr](https://exemple.fr/)").count("<a ") == 1


@pytest.mark.parametrize("text", ["a." * 10_000, "www." * 5_000, "a@" * 10_000, "[" * 20_000, "*a " * 6_000])
def test_text_of_any_shape_takes_little_time(text):
    started = time.monotonic()
    render_text(text)
    assert time.monotonic() - started < 3


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "<img src=x onerror=alert(1)>",
        "[x](data:text/html,abc)",
        '<a href="https://x" onclick="y()">x</a>',
    ],
)
def test_text_never_lets_code_through(text):
    html = render_text(text)
    assert "<script" not in html
    assert "<img" not in html
    assert not re.search(r"<a [^>]*(onclick|javascript:|data:)", html)


def test_text_keeps_what_is_not_formatting():
    assert render_text("# 1 600 masques") == "<p># 1 600 masques</p>"
    assert render_text("") == ""


def test_plain_text_is_one_line_without_marks():
    assert plain_text("**Fort** & doux\n\n- l’un\n- l’autre") == "Fort & doux l’un l’autre"
