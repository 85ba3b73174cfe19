"""Exchanges beside the blocks of the Atelier: the fragment that its script asks for, and what one does in it."""

import pytest
from django.urls import reverse

from tests.builders import make_initiative
from tests.bulletins.issues import make_cited, make_draft
from workshop.models import Comment
from workshop.talking.services import resolve, say

pytestmark = pytest.mark.django_db

FETCH = {"X-Requested-With": "fetch"}


def _url(draft):
    return reverse("workshop:talk", args=["bulletin", draft.pk])


def test_atelier_has_a_place_for_the_exchanges_and_a_link_without_script(client, officer):
    client.force_login(officer)
    draft = make_draft()
    page = client.get(reverse("workshop:page", args=[draft.pk])).content.decode()
    assert f'data-talk="{_url(draft)}"' in page
    assert f'<a href="{_url(draft)}">Échanges et tâches</a>' in page


def test_exchange_names_the_block_in_which_its_passage_stands(client, officer):
    client.force_login(officer)
    draft = make_draft(make_cited("Couture", summary="On coud **mille masques** par jour."), introduction="Bonjour.")
    entry = draft.sections.get().entries.get()
    for passage in ("coud mille masques", "Couture", "Bonjour.", ""):
        say(about=draft, by=officer, text="Sûr ?", passage=passage)
    found = client.get(_url(draft), headers=FETCH).context["panel"]["exchanges"]
    wording = f"entry-{entry.pk}-wording"
    assert [one.block for one, _ in found] == [wording, wording, f"bulletin-{draft.pk}-introduction", ""]
    page = client.get(_url(draft), headers=FETCH).content.decode()
    assert "<html" not in page
    assert f'{reverse("workshop:page", args=[draft.pk])}#ouvrir-{wording}">Aller au texte' in page


def test_passage_that_has_gone_has_no_block(client, officer):
    client.force_login(officer)
    draft = make_draft(introduction="Bonjour.")
    say(about=draft, by=officer, text="Sûr ?", passage="Bonjour.")
    type(draft).objects.update(introduction="Bonsoir.")
    ((exchange, _),) = client.get(_url(draft), headers=FETCH).context["panel"]["exchanges"]
    assert (exchange.block, exchange.is_gone) == ("", True)


def test_script_says_answers_and_settles_without_leaving(client, officer):
    client.force_login(officer)
    draft = make_draft(introduction="Bonjour.")
    answer = client.post(_url(draft), {"acte": "dire", "text": "Qui ?", "passage": "Bonjour."}, headers=FETCH)
    comment = Comment.objects.get()
    page = answer.content.decode()
    assert (answer.status_code, comment.passage) == (200, "Bonjour.")
    assert '<p class="talk__said" role="status">Votre message est là.</p>' in page
    assert "Qui ?" in page
    sent = {"acte": "repondre", "message": comment.pk, "text": "Moi."}
    assert "Moi." in client.post(_url(draft), sent, headers=FETCH).content.decode()
    settled = client.post(_url(draft), {"acte": "regler", "message": comment.pk}, headers=FETCH).content.decode()
    assert "Qui ?" not in settled
    assert "1 échange réglé" in settled
    # What was said there is not said again on the next page.
    assert "Votre message est là." not in client.get(reverse("admin:index")).content.decode()


def test_refused_message_comes_back_with_what_was_typed(client, officer):
    client.force_login(officer)
    draft = make_draft(introduction="Bonjour.")
    sent = {"acte": "dire", "text": "Et ça ?", "passage": "Pas là"}
    answer = client.post(_url(draft), sent, headers=FETCH)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert all(words in page for words in ("Ce passage n’est pas dans le texte", "Et ça ?", "Pas là"))
    assert not Comment.objects.exists()


def test_fragment_costs_the_same_with_more_exchanges(client, officer, django_assert_num_queries):
    client.force_login(officer)
    draft = make_draft(make_initiative("Une"), introduction="Bonjour.")
    say(about=draft, by=officer, text="Un", passage="Bonjour.")
    resolve(comment=say(about=draft, by=officer, text="Réglé"), by=officer)
    client.get(_url(draft), headers=FETCH)
    for _ in range(2):
        with django_assert_num_queries(13):
            page = client.get(_url(draft), headers=FETCH).content.decode()
        assert "Réglé" not in page
        say(about=draft, by=officer, text="Deux", passage="Bonjour.")
        say(about=draft, by=officer, text="Trois")
