"""What the back office says after a save."""

import re

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from organisations.models import Organisation
from tests.backoffice.forms import save
from tests.builders import make_initiative, make_organisation
from tests.bulletins.issues import make_draft, make_published

pytestmark = pytest.mark.django_db


def _told(response):
    (message,) = get_messages(response.wsgi_request)
    return str(message)


def test_save_of_a_draft_says_no_more_than_saved(client, officer):
    client.force_login(officer)
    draft = make_draft(title="Le département solidaire")
    url = reverse("admin:bulletins_bulletin_change", args=[draft.pk])
    told = _told(save(client, url, "bulletin_form", place="Arras"))
    assert told.startswith(f'Enregistré\u00a0: «\u00a0<a href="{url}">')


@pytest.mark.parametrize("part", ["bulletin", "section"])
def test_save_of_a_published_bulletin_says_that_readers_see_nothing_yet(client, editor, part):
    client.force_login(editor)
    bulletin = make_published(editor)
    pk = bulletin.pk if part == "bulletin" else bulletin.sections.get().pk
    told = _told(save(client, reverse(f"admin:bulletins_{part}_change", args=[pk]), f"{part}_form"))
    rectify = reverse("admin:bulletins_bulletin_act", args=[bulletin.pk, "rectifier"])
    assert told.startswith("Enregistré, pas encore paru")
    assert f'<a href="{rectify}">publiez un rectificatif</a>' in told


def test_names_are_escaped_and_deletions_told(client, editor, administrator):
    client.force_login(administrator)
    organisation = make_organisation("Les <b>Amis</b>")
    url = reverse("admin:organisations_organisation_change", args=[organisation.pk])
    assert "Les &lt;b&gt;Amis&lt;/b&gt;" in _told(save(client, url, "organisation_form"))
    deletion = reverse("admin:organisations_organisation_delete", args=[organisation.pk])
    response = client.post(deletion, {"post": "yes"})
    assert not Organisation.objects.exists()
    told = [str(message) for message in get_messages(response.wsgi_request)]
    assert told[-1] == "Supprimé\u00a0: «\u00a0Les <b>Amis</b>\u00a0»."


def test_last_change_names_the_person_and_the_moment_in_french(client, officer):
    officer.first_name, officer.last_name = "Camille", "Exemple"
    officer.save()
    client.force_login(officer)
    url = reverse("admin:initiatives_initiative_change", args=[make_initiative("Masques", published=False).pk])
    save(client, url, "initiative_form", title="Des masques")
    page = client.get(reverse("admin:initiatives_initiative_changelist")).content.decode()
    assert re.search(r"\d{4}, \d+\u00a0h\u00a0\d\d, Camille Exemple", page)
    assert "Supprimer les initiatives sélectionnés" not in page


def test_refused_login_speaks_of_the_field_as_it_is_named(client):
    page = client.post(reverse("admin:login"), {"username": "personne", "password": "faux"}).content.decode()
    assert "Identifiant ou mot de passe incorrect" in page
    assert "nom d’utilisateur" not in page
