"""The buttons under a form: one line, what is wanted less often folded, nothing lost."""

import re

from django.urls import reverse

from initiatives.models import Initiative
from tests.builders import make_initiative


def _bar(client, url):
    page = client.get(url).content.decode()
    bar = page.partition('<div class="submit-row">')[2]
    shown, _, folded = bar.partition("<details")
    return re.findall(r'name="(_[a-z_]+)"', shown), re.findall(r'name="(_[a-z_]+)"', folded), folded


def test_bar_shows_one_act_and_folds_the_others(client, editor):
    client.force_login(editor)
    row = make_initiative(published=False, status=Initiative.Status.REVIEW)
    shown, folded, text = _bar(client, reverse("admin:initiatives_initiative_change", args=[row.pk]))
    assert shown == ["_save", "_acte_approuver", "_continue"]
    assert folded == ["_acte_publier", "_addanother"]
    assert "Fermer sans enregistrer" in text


def test_window_opened_by_another_form_has_only_save(client, editor):
    client.force_login(editor)
    shown, folded, text = _bar(client, reverse("admin:organisations_contact_add") + "?_popup=1")
    assert (shown, folded) == (["_save"], [])
    assert "Fermer" not in text
