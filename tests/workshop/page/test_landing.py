"""Where one lands after a save or an act: in the Atelier, or where one was; and what is said there."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from tests.backoffice.forms import form_of
from tests.builders import make_initiative
from tests.bulletins.issues import make_cited, make_draft

pytestmark = pytest.mark.django_db


def _act(client, draft, slug, **sent):
    url = reverse("admin:bulletins_bulletin_act", args=[draft.pk, slug])
    return client.post(url, {"version": draft.version, **sent}, follow=True)


def _atelier(draft):
    return reverse("workshop:page", args=[draft.pk])


def test_publishing_lands_in_the_atelier_which_says_so(client, editor):
    client.force_login(editor)
    draft = make_draft()
    response = _act(client, draft, "publier")
    draft.refresh_from_db()
    assert response.redirect_chain == [(_atelier(draft), 302)]
    told = f'Le n°\u00a01 est publié. <a href="{draft.get_absolute_url()}">Le lire en ligne</a>'
    assert told in response.content.decode()


def test_planning_lands_in_the_atelier_with_its_undo(client, editor):
    client.force_login(editor)
    draft = make_draft()
    response = _act(client, draft, "programmer", day=f"{localdate() + timedelta(days=3):%d/%m/%Y}", hour="18:00")
    assert response.redirect_chain == [(_atelier(draft), 302)]
    undo = reverse("admin:bulletins_bulletin_act", args=[draft.pk, "deprogrammer"])
    page = response.content.decode()
    assert "Le bulletin paraîtra le" in page
    assert f'<a href="{undo}">Le déprogrammer</a>' in page
    draft.refresh_from_db()
    assert _act(client, draft, "deprogrammer").redirect_chain == [(_atelier(draft), 302)]


def test_saved_form_of_a_bulletin_lands_in_the_atelier(client, officer):
    client.force_login(officer)
    draft = make_draft()
    url = reverse("admin:bulletins_bulletin_change", args=[draft.pk])
    sent = form_of(client.get(url), "bulletin_form") | {"closing": "Merci."}
    response = client.post(url, sent | {"_save": "1"}, follow=True)
    assert response.redirect_chain == [(_atelier(draft), 302)]
    assert "Enregistré" in response.content.decode()


def test_form_of_a_record_opened_from_the_atelier_leads_back(client, officer):
    client.force_login(officer)
    initiative = make_initiative("Une", published=False)
    draft = make_draft(initiative)
    key = f"entry-{draft.sections.get().entries.get().pk}-wording"
    form = f"{reverse('admin:initiatives_initiative_change', args=[initiative.pk])}"
    url = f"{form}?retour={_atelier(draft)}%23ouvrir-{key}"
    assert f'href="{url}"' in client.get(_atelier(draft)).content.decode()
    page = client.get(url)
    assert (
        f'<a href="{_atelier(draft)}#ouvrir-{key}" class="closelink">Revenir sans enregistrer</a>'
        in page.content.decode()
    )
    response = client.post(url, form_of(page, "initiative_form") | {"_save": "1"})
    assert response.url == f"{_atelier(draft)}#ouvrir-{key}"


def test_script_leaves_the_note_to_the_person(client, editor):
    client.force_login(editor)
    draft = make_draft(make_cited())
    client.post(reverse("admin:bulletins_bulletin_act", args=[draft.pk, "publier"]), {"version": draft.version})
    fetched = client.get(_atelier(draft), headers={"X-Requested-With": "fetch"}).content.decode()
    assert "est publié." not in fetched
    assert "est publié." in client.get(_atelier(draft)).content.decode()
