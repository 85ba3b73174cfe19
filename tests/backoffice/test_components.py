"""Components that are kept once set: the same words as the template, and none of another."""

import pytest
from django.template import engines
from django.template.loader import get_template

CASES = [
    ('{% icon "pin" %}', {"name": "pin"}),
    ('{% icon "pin" label="Où" %}', {"name": "pin", "label": "Où"}),
    ('{% icon "pin" label="<b>" size="lg" %}', {"name": "pin", "label": "<b>", "size": "lg"}),
    ("{% icon kind %}", {"name": "phone"}),
]


@pytest.mark.parametrize(("tag", "told"), CASES)
def test_icon_says_what_its_template_says_each_time(tag, told):
    page = engines["django"].from_string("{% load components %}" + tag)
    for _ in range(2):
        assert page.render({"kind": "phone"}) == get_template("components/icon.html").render(told)
