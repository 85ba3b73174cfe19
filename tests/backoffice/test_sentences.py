"""Sentences of the back office, written in the code with plain spaces, are shown with those that do not break."""

import re

import pytest
from django.contrib import admin
from django.urls import reverse

from tests.test_typography import breaking_spaces

FORMS = sorted(
    f"{model._meta.app_label}_{model._meta.model_name}"
    for model in admin.site._registry
    if model._meta.model_name not in ("edition", "section", "documentimport", "lesson", "vainsearch")
)
SENTENCE = re.compile(
    r'<(div|p) class="(?:help|group__help|note note--\w+)[^>]*>.*?</\1>|<ul class="errorlist.*?</ul>', re.DOTALL
)


@pytest.mark.parametrize("name", FORMS)
def test_help_and_refusals_of_a_form_do_not_break(client, administrator, name):
    client.force_login(administrator)
    url = reverse(f"admin:{name}_add")
    for response in (client.get(url), client.post(url, {})):
        page = response.content.decode()
        assert [found for match in SENTENCE.finditer(page) for found in breaking_spaces(match[0])] == []


def test_message_does_not_break(client, administrator):
    client.force_login(administrator)
    url = reverse("admin:initiatives_audience_add")
    page = client.post(url, {"name": "soignants"}, follow=True).content.decode()
    assert "Enregistré\u00a0: «\u00a0<a" in page
