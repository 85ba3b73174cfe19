"""French typography of what templates and Python files say: the spaces around high punctuation do not break."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from initiatives.models import Theme
from tests.typography import ROOT, breaking, files, mended

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
# What no reader sees. A comment of several lines keeps its line ends, so that a finding names the right line.
UNSEEN = re.compile(r"{#.*?#}|{%\s*comment\b.*?endcomment\s*%}|<!--.*?-->", re.DOTALL)
VARIABLE = re.compile(r"{{.*?}}", re.DOTALL)
TAG = re.compile(r"{%.*?%}|<[^>]*>", re.DOTALL)
# What is read out or shown from inside a tag: attributes, and the texts handed to other templates.
SAID = re.compile(r'\b(?:aria-label|title|alt|placeholder|label|text|message|data-[a-z]+)="([^"]*)"|[|:]"([^"]*)"')
BREAKING = re.compile(r"[ \t\n](?=[:;?!»](?:[\s.,)]|$))|«[ \t\n]")


def _lines_only(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n")


def breaking_spaces(source: str) -> list[str]:
    """Each place where a line could end before “: ; ? ! »” or after “«”, as its line number and the words around."""
    seen = UNSEEN.sub(_lines_only, source)
    said = [part for match in SAID.finditer(seen) for part in match.groups() if part]
    text = TAG.sub(_lines_only, VARIABLE.sub("X", seen))
    found = [
        f"{text.count(chr(10), 0, match.start()) + 1}: {text[max(0, match.start() - 30) : match.end() + 20]!r}"
        for match in BREAKING.finditer(text)
    ]
    return found + [f"in a tag: {part!r}" for part in said if BREAKING.search(VARIABLE.sub("X", part))]


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_template_has_no_breaking_space_around_high_punctuation(path):
    assert breaking_spaces(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("source", [
    "<p>Attention : rien</p>",
    "<p>{{ name }} : rien</p>",
    "<p>{{ name }}{% if words %} <span>: {{ words }}</span>{% endif %}</p>",
    "<p>« Rien\u00a0»</p>",
    '<p>{{ figures|join:" ; " }}</p>',
    '<a aria-label="Rien ?">x</a>',
    '{% include "x.html" with text="Rien !" only %}',
])  # fmt: skip
def test_breaking_space_is_seen(source):
    assert len(breaking_spaces(source)) == 1


def test_comments_addresses_and_styles_are_not_text():
    assert breaking_spaces('{# a : b #}<a href="?a=1">Rien\u00a0: «\u00a0tout\u00a0»</a> 12:30') == []


def test_sentences_of_python_files_have_no_breaking_space_around_high_punctuation():
    """Mended by `python -m tests.typography`, which `make format` runs."""
    sources = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in files()}
    assert "bulletins/services.py" in sources
    assert [f"{name}:{row}: {words}" for name, source in sources.items() for row, _, words in breaking(source)] == []


@pytest.mark.parametrize("source", [
    'say("Attention : rien")',
    "say('Rien ?')",
    'say(f"{name} : rien")',
    'say(f"« {name}\u00a0»")',
    'say("""Rien\nne va !""")',
])  # fmt: skip
def test_breaking_space_of_a_literal_is_seen_and_mended(source):
    assert len(breaking(source)) == 1
    assert breaking(mended(source)) == []
    assert mended(source).replace("\u00a0", " ") == source.replace("\u00a0", " ")


@pytest.mark.parametrize("source", [
    'def act():\n    """A docstring : nothing."""',
    'pattern = r"a ?: b"',
    'join = " ; "',
    'say(f"{one if two else three!r}")',
    'say("12:30 https://exemple.fr/?a=1")',
])  # fmt: skip
def test_docstrings_patterns_and_separators_are_no_sentences(source):
    assert mended(source) == source


def test_themes_come_with_descriptions_that_do_not_break_before_punctuation(db):
    described = Theme.objects.exclude(description="").values_list("description", flat=True)
    assert "Masques, visières, blouses, gel\u00a0: qui en fabrique, qui en donne." in described
    assert [found for text in described for found in breaking_spaces(text)] == []
