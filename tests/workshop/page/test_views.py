"""The Atelier's addresses: who may, what they answer, what they cost."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from bulletins.models import Bulletin, Entry
from bulletins.services import publish_bulletin, withdraw_bulletin
from tests.backoffice.forms import form_of
from tests.builders import make_commune, make_initiative, make_section, make_theme, make_user
from tests.bulletins.issues import make_cited, make_draft, make_published

ASKED = ("save_block", "arrange", "ping")


def _url(name, bulletin=None):
    return reverse(f"workshop:{name}", args=[bulletin.pk] if bulletin else [])


def _send(client, name, bulletin, **body):
    return client.post(_url(name, bulletin), json.dumps(body), content_type="application/json")


def _stranger():
    """Someone who may log in, by a role that knows nothing of bulletins."""
    Group.objects.create(name="archives")
    return make_user(group="archives")


def _order(bulletin):
    return [
        [entry.initiative.title for entry in section.entries.select_related("initiative")]
        for section in bulletin.sections.all()
    ]


@pytest.mark.parametrize("role", ["rédaction", "édition", "administration"])
def test_every_role_writes(client, draft, role):
    client.force_login(make_user(group=role))
    assert client.get(_url("page", draft)).status_code == 200
    assert client.get(_url("to_place", draft)).status_code == 200
    assert client.get(_url("new")).status_code == 200
    body = {"block": f"bulletin-{draft.pk}-closing", "text": "Merci.", "opened": ""}
    assert _send(client, "save_block", draft, **body).status_code == 200
    assert _send(client, "arrange", draft, act="add_section", theme=make_theme().pk).status_code == 200
    assert _send(client, "ping", draft).json()["others"] == []


@pytest.mark.parametrize("name", ["page", "to_place", "new"])
def test_pages_ask_for_a_login(client, draft, name):
    url = _url(name, None if name == "new" else draft)
    response = client.get(url)
    assert (response.status_code, response.url.partition("?")[0]) == (302, reverse("admin:login"))
    client.force_login(_stranger())
    assert client.get(url).status_code == 403


@pytest.mark.parametrize("name", ASKED)
def test_script_is_told_that_the_session_has_ended(client, draft, name):
    response = _send(client, name, draft, block="", act="")
    assert (response.status_code, response.json()["login"]) == (401, reverse("admin:login"))
    client.force_login(_stranger())
    assert _send(client, name, draft).status_code == 403


@pytest.mark.parametrize("name", ASKED)
def test_asking_changes_nothing_by_get(client, officer, draft, name):
    client.force_login(officer)
    assert client.get(_url(name, draft)).status_code == 405


@pytest.mark.parametrize("name", ASKED)
@pytest.mark.parametrize("body", [b"", b"[1]", b"{", b"\xff", b'{"block": 1, "act": 1}', b'{"block": [], "act": "x"}'])
def test_what_the_script_never_sends_is_refused(client, officer, draft, name, body):
    client.force_login(officer)
    response = client.post(_url(name, draft), body, content_type="application/json")
    assert response.status_code == 400
    assert "rien n’a été changé" in response.json()["refused"]


@pytest.mark.parametrize(
    "body",
    [
        {"act": "move", "kind": "entry"},
        {"act": "move", "kind": "theme", "id": 1},
        {"act": "move", "kind": "entry", "id": True},
        {"act": "move", "kind": "entry", "id": 2**63},
        {"act": "put_back", "kind": "entry"},
        {"act": "add_entry", "id": -1},
        {"act": "add_section", "theme": None},
        {"act": "add_link", "url": "javascript:alert(1)"},
        {"act": "remove", "kind": "link", "id": 999_999},
    ],
)
def test_forged_act_changes_nothing(client, officer, draft, body):
    client.force_login(officer)
    assert _send(client, "arrange", draft, **body).status_code in (400, 409)
    draft.refresh_from_db()
    assert draft.version == 1


def test_unknown_bulletin(client, officer, draft):
    client.force_login(officer)
    draft.pk += 1000
    assert client.get(_url("page", draft)).status_code == 404
    assert _send(client, "ping", draft).status_code == 404


def test_page_shows_the_bulletin_with_its_blocks_and_forms(client, officer, draft):
    client.force_login(officer)
    page = client.get(_url("page", draft)).content.decode()
    section, entry = draft.sections.first(), Entry.objects.get(initiative__title="Une")
    for key in (
        f"bulletin-{draft.pk}-title", f"bulletin-{draft.pk}-introduction", f"bulletin-{draft.pk}-dated_on",
        f"section-{section.pk}-heading", f"entry-{entry.pk}-wording",
    ):  # fmt: skip
        assert f'data-block="{key}"' in page
        assert f'id="ouvrir-{key}"' in page
    # Without a script the same links lead to the forms.
    assert reverse("admin:bulletins_section_change", args=[section.pk]) in page
    assert reverse("admin:bulletins_bulletin_compose", args=[draft.pk]) in page
    assert "Bonjour à tous." in page
    assert entry.initiative.summary in page


def test_page_says_what_the_preview_says(client, officer):
    """Each text of the preview stands in the Atelier too, in the same order."""
    draft = make_draft(make_cited("Une"), make_cited("Deux"), closing="Au revoir.")
    client.force_login(officer)
    shown = client.get(_url("page", draft)).content.decode()
    previewed = client.get(reverse("bulletins:preview", args=[draft.pk])).content.decode()
    words = ["Merci à toutes et à tous.", "Une", "Deux", "Au revoir.", "Camille Exemple"]
    for page in (shown, previewed):
        body = page[page.index("<h1") :]
        places = [body.index(word) for word in words]
        assert places == sorted(places)


def test_page_costs_the_same_with_more_entries(client, officer, django_assert_num_queries):
    draft = make_draft(make_cited())
    client.force_login(officer)
    client.get(_url("page", draft))
    with django_assert_num_queries(29):
        client.get(_url("page", draft))
    make_section(draft, *(make_cited() for _ in range(3)), theme="jeunes", position=3)
    with django_assert_num_queries(29):
        client.get(_url("page", draft))


def test_save_costs_little(client, officer, draft, django_assert_num_queries):
    client.force_login(officer)
    entry = Entry.objects.first()
    body = {"block": f"entry-{entry.pk}-wording", "text": "Le texte du jour.", "opened": ""}
    with django_assert_num_queries(16):
        answer = _send(client, "save_block", draft, **body).json()
    assert (answer["text"], answer["version"]) == ("Le texte du jour.", 2)
    assert "\u00a0h\u00a0" in answer["at"]


def test_stale_block_is_answered_with_both_texts(client, officer, editor, draft):
    client.force_login(officer)
    key = f"bulletin-{draft.pk}-introduction"
    Bulletin.objects.filter(pk=draft.pk).update(introduction="Bonsoir à tous.")
    response = _send(client, "save_block", draft, block=key, text="Bonjour à toutes.", opened="Bonjour à tous.")
    assert response.status_code == 409
    answer = response.json()
    assert answer["theirs"] == "Bonsoir à tous."
    told = "".join(piece["text"] for piece in answer["pieces"] if piece["kind"] != "removed")
    assert told == "Bonjour à toutes."
    draft.refresh_from_db()
    assert draft.introduction == "Bonsoir à tous."


def test_nobody_writes_under_the_name_of_another(client, officer, editor, draft):
    """The page was opened by one person; in another tab another one logged in."""
    client.force_login(editor)
    body = {"block": f"bulletin-{draft.pk}-closing", "text": "Merci.", "opened": ""}
    response = _send(client, "save_block", draft, **body, account=str(officer.pk))
    assert (response.status_code, "autre compte" in response.json()["refused"]) == (403, True)
    assert _send(client, "save_block", draft, **body, account=str(editor.pk)).status_code == 200


def test_refused_text_is_answered_with_its_sentence(client, officer, draft):
    client.force_login(officer)
    response = _send(client, "save_block", draft, block=f"bulletin-{draft.pk}-title", text="", opened="Le prochain")
    assert (response.status_code, "obligatoire" in response.json()["refused"]) == (422, True)


def test_order_is_changed_and_undone(client, officer, draft):
    client.force_login(officer)
    une, section = Entry.objects.get(initiative__title="Une"), draft.sections.last()
    _send(client, "arrange", draft, act="move", kind="entry", id=une.pk, section=section.pk, before=None)
    assert _order(draft) == [["Deux"], ["Trois", "Une"]]
    deux = Entry.objects.get(initiative__title="Deux")
    first = draft.sections.first()
    _send(client, "arrange", draft, act="move", kind="entry", id=une.pk, section=first.pk, before=deux.pk)
    assert _order(draft) == [["Une", "Deux"], ["Trois"]]
    _send(client, "arrange", draft, act="move", kind="section", id=section.pk, before=first.pk)
    assert _order(draft) == [["Trois"], ["Une", "Deux"]]
    _send(client, "arrange", draft, act="remove", kind="entry", id=une.pk)
    assert _order(draft) == [["Trois"], ["Deux"]]
    assert _send(client, "arrange", draft, act="put_back", kind="entry", id=une.pk).json()["id"] == une.pk
    assert _order(draft) == [["Trois"], ["Une", "Deux"]]


def test_refused_act_is_answered_with_its_sentence(client, officer, draft):
    client.force_login(officer)
    section = draft.sections.first()
    response = _send(client, "arrange", draft, act="remove", kind="section", id=section.pk)
    assert (response.status_code, "contient des initiatives" in response.json()["refused"]) == (409, True)


def test_initiative_is_placed_under_its_theme(client, officer, draft):
    client.force_login(officer)
    _send(client, "arrange", draft, act="add_entry", id=make_initiative("Quatre").pk)
    assert _order(draft) == [["Une", "Deux", "Quatre"], ["Trois"]]
    _send(client, "arrange", draft, act="add_entry", id=make_initiative("Cinq", theme="jeunes").pk)
    assert _order(draft) == [["Une", "Deux", "Quatre"], ["Trois"], ["Cinq"]]
    before = Entry.objects.get(initiative__title="Trois")
    body = {"act": "add_entry", "id": make_initiative("Six").pk, "section": before.section_id, "before": before.pk}
    _send(client, "arrange", draft, **body)
    assert _order(draft) == [["Une", "Deux", "Quatre"], ["Six", "Trois"], ["Cinq"]]
    again = _send(client, "arrange", draft, act="add_entry", id=before.initiative_id)
    assert (again.status_code, "déjà dans ce bulletin" in again.json()["refused"]) == (409, True)


def test_link_is_added(client, officer, draft):
    client.force_login(officer)
    assert _send(client, "arrange", draft, act="add_link", url="exemple.fr/aider", label="Aider").status_code == 200
    assert [(link.label, link.url) for link in draft.links.all()] == [("Aider", "https://exemple.fr/aider")]


def test_ping_tells_who_else_is_here(client, officer, editor, draft):
    key = f"bulletin-{draft.pk}-introduction"
    client.force_login(editor)
    _send(client, "ping", draft, block=key)
    client.force_login(officer)
    assert _send(client, "ping", draft, block="bulletin-1-inconnu").json() == {
        "others": [{"name": "editrice", "block": key}],
        "version": 1,
    }
    client.force_login(editor)
    assert _send(client, "ping", draft, leaving=True).json() == {}
    client.force_login(officer)
    assert _send(client, "ping", draft).json()["others"] == []


def test_published_bulletin_is_written_for_a_rectificatif(client, editor):
    bulletin = make_published(editor, make_cited("Une"))
    client.force_login(editor)
    page = client.get(_url("page", bulletin)).content.decode()
    assert "ne paraîtra qu’avec un rectificatif" in page
    assert reverse("admin:bulletins_bulletin_act", args=[bulletin.pk, "rectifier"]) in page
    body = {"block": f"bulletin-{bulletin.pk}-closing", "text": "Merci.", "opened": ""}
    assert _send(client, "save_block", bulletin, **body).status_code == 200


def test_withdrawn_bulletin_is_only_read_and_may_be_duplicated(client, editor):
    bulletin = make_published(editor, make_cited("Une"))
    withdraw_bulletin(bulletin=bulletin, by=editor, reason="Erreur de date.")
    client.force_login(editor)
    page = client.get(_url("page", bulletin)).content.decode()
    assert "Erreur de date." in page
    assert "block__open" not in page
    assert reverse("admin:bulletins_bulletin_act", args=[bulletin.pk, "dupliquer"]) in page
    for name in ASKED:
        assert _send(client, name, bulletin).status_code == 403


def test_new_bulletin_is_begun_and_opened(client, officer, draft):
    client.force_login(officer)
    body = {"series": draft.series_id, "kind": "numbered", "title": "", "dated_on": "04/05/2020", "origin": "rien"}
    response = client.post(_url("new"), body)
    made = Bulletin.objects.exclude(pk=draft.pk).get()
    assert response.url == _url("page", made)
    assert (made.title, made.created_by) == (draft.series.name, officer)
    response = client.post(_url("new"), body | {"origin": "cadre"})
    assert (response.status_code, "aucun numéro publié" in response.content.decode()) == (409, True)
    response = client.post(_url("new"), body | {"dated_on": "31/02/2020", "origin": "autre"})
    assert (response.status_code, "date valide" in response.content.decode()) == (200, True)
    assert Bulletin.objects.count() == 2


def test_new_bulletin_without_series_says_so(client, officer):
    client.force_login(officer)
    assert "Aucune série" in client.get(_url("new")).content.decode()


def test_to_place_tells_where_each_initiative_stands(client, officer, editor, draft):
    old = timezone.now() - timedelta(days=30)
    make_published(editor, make_cited("Parue", created_at=old), number=2)
    approved = {"status": "approved", "approved_at": old, "approved_by": editor}
    make_initiative("Approuvée", published=False, created_at=old, **approved)
    make_initiative("Ancien brouillon", published=False, created_at=old)
    make_initiative("Nouveau brouillon", published=False)
    withdrawn = make_initiative("Retirée", published=False, status="withdrawn", withdrawn_at=old, withdrawn_by=editor)
    make_initiative(
        "Réunie", merged_into=withdrawn, published=False, status="withdrawn", withdrawn_at=old, withdrawn_by=editor
    )
    client.force_login(officer)

    def rows(**asked):
        found = client.get(_url("to_place", draft), asked).context["found"]
        return {row.initiative.title: row.state for row in found.rows}

    assert rows() == {"Approuvée": "à placer", "Nouveau brouillon": "à placer"}
    assert set(rows(filtre="jamais")) == {"Approuvée", "Nouveau brouillon", "Ancien brouillon"}
    assert set(rows(filtre="nouvelles")) == {"Nouveau brouillon"}
    assert rows(filtre="toutes") == {
        "Une": "déjà dans ce bulletin",
        "Deux": "déjà dans ce bulletin",
        "Trois": "déjà dans ce bulletin",
        "Parue": "déjà paru n°\u00a02",
        "Approuvée": "à placer",
        "Ancien brouillon": "à placer",
        "Nouveau brouillon": "à placer",
    }
    # Words search everywhere, whatever has become of what they find.
    assert rows(q="parue") == {"Parue": "déjà paru n°\u00a02"}
    assert rows(q="UNE")["Une"] == "déjà dans ce bulletin"
    assert rows(q="rien de tel", filtre="inconnu") == {}


def test_initiative_of_a_withdrawn_bulletin_is_to_be_placed_again_and_says_why(client, officer, editor, draft):
    gone = make_published(editor, make_cited("Couture"))
    withdraw_bulletin(bulletin=gone, by=editor, reason="Erreur.", now=datetime(2020, 5, 4, 10, tzinfo=UTC))
    client.force_login(officer)
    answer = client.get(_url("to_place", draft))
    (row,) = answer.context["found"].rows
    assert (row.state, row.why) == ("à placer", "parue au n°\u00a01, retiré le 4\u00a0mai\u00a02020")
    assert "Parue au n°\u00a01, retiré le 4\u00a0mai\u00a02020" in answer.content.decode()
    make_published(editor, row.initiative)
    (row,) = client.get(_url("to_place", draft), {"q": "couture"}).context["found"].rows
    assert (row.state, row.why) == ("déjà paru n°\u00a02", "")


def test_to_place_costs_the_same_with_more_rows(client, officer, draft, django_assert_num_queries):
    client.force_login(officer)
    make_initiative(communes=(make_commune(),))
    client.get(_url("to_place", draft))
    for rows in (1, 3):
        with django_assert_num_queries(12):
            assert len(client.get(_url("to_place", draft)).context["found"].rows) == rows
        make_initiative(communes=(make_commune(),))
        make_initiative(communes=(make_commune(),))


def test_long_form_is_refused_after_a_block_was_saved(client, officer, draft):
    """Both ways to write guard each other: the bulletin's version moves on with every block."""
    client.force_login(officer)
    form = reverse("admin:bulletins_bulletin_change", args=[draft.pk])
    typed = form_of(client.get(form), "bulletin_form")
    _send(client, "save_block", draft, block=f"bulletin-{draft.pk}-closing", text="Merci.", opened="")
    assert client.post(form, {**typed, "_save": "1"}).status_code == 409


def test_version_read_before_a_block_was_saved_is_not_published(client, editor):
    draft = make_draft()
    client.force_login(editor)
    _send(client, "save_block", draft, block=f"bulletin-{draft.pk}-closing", text="Merci.", opened="")
    with pytest.raises(Exception, match="modifié depuis"):
        publish_bulletin(bulletin=draft, by=editor, expected_version=1)


def test_ways_to_the_proof_stay_when_the_remarks_are_loaded(client, officer):
    """The script replaces what “Remarques” holds: the way to the proof stands beside it."""
    draft = make_draft(make_cited("Une"))
    client.force_login(officer)
    page = client.get(_url("page", draft)).content.decode()
    loaded = page[page.index('<section id="remarques"') :]
    loaded = loaded[: loaded.index("</section>")]
    assert f'href="{_url("proof", draft)}"' in page
    assert f'href="{_url("preview", draft)}"' in page
    assert "href=" not in loaded


@pytest.mark.parametrize(("query", "place"), [("", "Initiatives"), ("?bulletin={0}&section={1}", "Bulletins")])
def test_writing_stands_where_its_initiative_goes(client, officer, query, place):
    section = make_section(make_draft())
    client.force_login(officer)
    page = client.get(_url("write") + query.format(section.bulletin_id, section.pk)).content.decode()
    assert f'aria-current="true">{place}</a>' in page
