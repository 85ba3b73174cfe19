"""Components that are kept once set: the same words as the template, and none of another."""

import pytest
from django.template import engines

CASES = [
    ('"pin"', ""),
    ('"pin"', 'label="Où"'),
    ('"pin"', "label=spoken"),
    ('"pin"', 'label="<b>"'),  # a literal of a template is written as it stands, the same words of a text are not
    ('"pin"', 'label="Où" size="lg"'),
    ("kind", ""),
]


def test_icon_says_what_its_template_says_each_time():
    told = {"kind": "phone", "spoken": "<b>"}
    for _ in range(2):
        for name, rest in CASES:
            tag = "{% load components %}{% icon " + f"{name} {rest}" + " %}"
            included = '{% include "components/icon.html" with name=' + f"{name} {rest}" + " only %}"
            engine = engines["django"]
            assert engine.from_string(tag).render(told) == engine.from_string(included).render(told)


@pytest.mark.parametrize("kind", ["phone", "mail"])
def test_icon_is_the_one_that_is_named(kind):
    html = engines["django"].from_string("{% load components %}{% icon kind %}").render({"kind": kind})
    assert f"#{kind}" in html
