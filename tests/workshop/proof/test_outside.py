"""Proofs for people outside the office: who reads, until when, and what comes back."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from bulletins.services import publish_bulletin, withdraw_bulletin
from tests.builders import NOW, make_bulletin_picture, make_contact, make_person
from tests.bulletins.issues import make_cited, make_draft, make_published
from workshop.models import ProofLink, ProofRemark
from workshop.proof.outside import (
    MOST_REMARKS,
    OutsideRefusal,
    link_of,
    open_link,
    resolve_remark,
    revoke_link,
    send_remark,
    token_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(db):
    return make_draft(make_cited("Couture"), make_cited("Livraison"))


@pytest.fixture
def link(draft, officer):
    return open_link(bulletin=draft, reader="Cabinet", days=3, by=officer)


def _url(link):
    return reverse("proofs:proof", args=[token_of(link)])


def _entry(draft, title="Couture"):
    return draft.sections.get().entries.get(initiative__title=title)


def test_link_reads_the_draft_and_nothing_that_is_not_public(client, officer):
    cited = make_cited("Couture", summary="Écrire à bureau@exemple.fr.")
    cited.contacts.add(make_contact("bureau@exemple.fr", is_public=False))
    cited.persons.add(make_person("Jeanne Martin"))
    link = open_link(
        bulletin=make_draft(cited, introduction="Introduction à lire."), reader="Cabinet", days=3, by=officer
    )
    answer = client.get(_url(link))
    page = answer.content.decode()
    assert (answer.status_code, "Introduction à lire." in page, "n°\u00a01" in page.lower()) == (200, True, True)
    assert "bureau@exemple.fr" not in page
    assert "Jeanne Martin" not in page
    assert "Cabinet" not in page


def test_proof_is_kept_by_nobody(client, link):
    answer = client.get(_url(link))
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert "no-store" in answer.headers["Cache-Control"]
    assert '<meta name="robots" content="noindex, nofollow">' in answer.content.decode()


def test_link_ends_by_itself(client, link):
    assert link.is_open(now=link.expires_at - timedelta(seconds=1))
    assert not link.is_open(now=link.expires_at)
    ProofLink.objects.filter(pk=link.pk).update(created_at=NOW, expires_at=timezone.now() - timedelta(seconds=1))
    answer = client.get(_url(link))
    assert (answer.status_code, "fermée" in answer.content.decode()) == (410, True)
    assert not ProofLink.objects.open().exists()


def test_link_ends_when_it_is_revoked(client, officer, editor, link):
    revoked = revoke_link(link=link, by=officer, now=NOW)
    assert (revoked.revoked_at, revoked.revoked_by) == (NOW, officer)
    assert client.get(_url(link)).status_code == 410
    assert revoke_link(link=link, by=editor).revoked_by == officer
    assert link.history.latest().history_user == officer


def test_link_dies_at_publication_and_leads_to_what_is_public(client, editor, draft, link):
    assert client.get(_url(link)).status_code == 200
    published = publish_bulletin(bulletin=draft, by=editor)
    answer = client.get(_url(link))
    assert answer.status_code == 410
    assert published.get_absolute_url() in answer.content.decode()
    assert client.post(_url(link), {"text": "Trop tard"}).status_code == 410
    assert not ProofRemark.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        lambda token: token[:-1] + ("a" if token[-1] != "a" else "b"),
        lambda token: token.replace(token.split(".")[0], "999", 1),
        lambda token: ".".join([token.split(".")[0], "autre-cle", token.split(".")[2]]),
        lambda token: token.split(".")[0],
        lambda token: "1.x.y",
        lambda token: f"{token}\u00e9",
    ],
)
def test_address_that_was_not_made_here_is_not_found(client, link, change):
    assert link_of(token_of(link)) == link
    token = change(token_of(link))
    assert link_of(token) is None
    assert client.get(reverse("proofs:proof", args=[token])).status_code == 404


def test_key_of_another_row_opens_nothing(draft, officer, link):
    """The signature of a row that was replaced meanwhile, in a database that was restored."""
    token = token_of(link)
    ProofLink.objects.filter(pk=link.pk).update(key="autre")
    assert link_of(token) is None


@pytest.mark.parametrize(("reader", "days"), [(" ", 3), ("Cabinet", 0), ("Cabinet", 31)])
def test_link_without_reader_or_end_is_refused(draft, officer, reader, days):
    with pytest.raises(OutsideRefusal):
        open_link(bulletin=draft, reader=reader, days=days, by=officer)


def test_published_bulletin_has_no_proof(editor):
    with pytest.raises(OutsideRefusal, match="plus un brouillon"):
        open_link(bulletin=make_published(editor), reader="Cabinet", days=3, by=editor)


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("revoked_at_by_together", {"revoked_at": NOW}),
        ("expires_later", {"expires_at": NOW}),
        ("reader_given", {"reader": ""}),
    ],
)
def test_database_refuses_half_a_link(link, name, fields):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        ProofLink.objects.filter(pk=link.pk).update(**fields)


@pytest.mark.parametrize(
    ("name", "fields"), [("resolved_at_by_together", {"resolved_at": NOW}), ("text_given", {"text": ""})]
)
def test_database_refuses_half_a_remark(link, name, fields):
    remark = send_remark(link=link, text="Bien.")
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        ProofRemark.objects.filter(pk=remark.pk).update(**fields)


# What comes back.


def test_remark_on_an_entry_and_on_the_whole(client, draft, link):
    entry = _entry(draft)
    page = client.post(_url(link), {"entry": entry.pk, "text": " Deux m à Marck. ", "author": "Léa"}, follow=True)
    assert "votre remarque est transmise" in page.content.decode()
    client.post(_url(link), {"text": "Bravo."})
    told = ProofRemark.objects.values_list("entry", "about", "author", "text")
    assert list(told) == [(entry.pk, "Couture", "Léa", "Deux m à Marck."), (None, "", "", "Bravo.")]


def test_remark_on_an_entry_of_another_bulletin_is_refused(client, link):
    other = _entry(make_draft(make_cited("Ailleurs")), "Ailleurs")
    answer = client.post(_url(link), {"entry": other.pk, "text": "Non."})
    assert answer.status_code == 422
    assert not ProofRemark.objects.exists()


def test_machine_is_thanked_and_nothing_is_kept(client, link):
    assert client.post(_url(link), {"text": "Achetez", "site": "https://spam.example"}).status_code == 302
    assert not ProofRemark.objects.exists()


@pytest.mark.parametrize("text", ["", "  ", "a" * 2001])
def test_empty_or_endless_remark_is_refused_with_what_was_typed(client, draft, link, text):
    entry = _entry(draft, "Livraison")
    answer = client.post(_url(link), {"entry": entry.pk, "text": text, "author": "Léa"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count('<details class="proofed__remark" open>') == 1
    assert 'value="Léa"' in page
    with pytest.raises(OutsideRefusal):
        send_remark(link=link, text=text)


def test_remarks_of_a_link_are_counted(link):
    ProofRemark.objects.bulk_create(ProofRemark(link=link, text="a") for _ in range(MOST_REMARKS - 1))
    send_remark(link=link, text="La dernière.")
    with pytest.raises(OutsideRefusal, match="trop de remarques"):
        send_remark(link=link, text="Une de trop.")


def test_remark_is_read_as_text_and_resolved_once(client, officer, editor, draft, link):
    remark = send_remark(link=link, text="<script>alert(1)</script>", author="Léa", entry=_entry(draft))
    client.force_login(officer)
    url = reverse("workshop:proof_links", args=[draft.pk])
    page = client.get(url).content.decode()
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page
    client.post(reverse("workshop:resolve_remark", args=[draft.pk]), {"row": remark.pk})
    remark.refresh_from_db()
    assert remark.resolved_by == officer
    assert "Traitée le" in client.get(url).content.decode()
    assert resolve_remark(remark=remark, by=editor).resolved_by == officer


def test_remark_outlives_its_entry(draft, link):
    remark = send_remark(link=link, text="Bien.", entry=_entry(draft))
    _entry(draft).delete()
    remark.refresh_from_db()
    assert (remark.entry, remark.about) == (None, "Couture")


def test_office_hands_out_and_closes(client, officer, draft):
    client.force_login(officer)
    url = reverse("workshop:proof_links", args=[draft.pk])
    assert client.post(url, {"reader": "", "days": 3}).status_code == 422
    page = client.post(url, {"reader": "Cabinet", "days": 2}, follow=True).content.decode()
    address = re.search(r'readonly value="http://testserver([^"]+)"', page)[1]
    client.logout()
    assert client.get(address).status_code == 200
    client.force_login(officer)
    client.post(reverse("workshop:revoke_proof", args=[draft.pk]), {"row": ProofLink.objects.get().pk})
    assert client.get(address).status_code == 410
    assert 'readonly value="' not in client.get(url).content.decode()


def test_link_of_another_bulletin_is_not_closed_from_here(client, officer, link):
    client.force_login(officer)
    other = make_draft()
    for row in (link.pk, "x", ""):
        assert client.post(reverse("workshop:revoke_proof", args=[other.pk]), {"row": row}).status_code == 404


def test_withdrawn_bulletin_tells_nothing(client, editor, draft, link):
    withdraw_bulletin(bulletin=publish_bulletin(bulletin=draft, by=editor), by=editor, reason="Erreur")
    page = client.get(_url(link))
    assert (page.status_code, "Couture" in page.content.decode()) == (410, False)


def test_remark_from_outside_is_said_beside_the_draft_until_it_is_dealt_with(client, editor, draft, link):
    words = "1 remarque d’un relecteur du dehors attend d’être traitée."
    pages = [
        reverse("workshop:checks", args=[draft.pk]),
        reverse("workshop:proof", args=[draft.pk]),
        reverse("admin:bulletins_bulletin_act", args=[draft.pk, "publier"]),
    ]

    def told():
        client.force_login(editor)
        return [words in client.get(page).content.decode().replace("\u00a0", " ") for page in pages]

    assert told() == [False, False, False]
    remark = send_remark(link=link, text="Le nombre est faux.")
    assert told() == [True, True, True]
    assert reverse("workshop:proof_links", args=[draft.pk]) in client.get(pages[2]).content.decode()
    resolve_remark(remark=remark, by=editor)
    assert told() == [False, False, False]


def test_proof_shows_the_pictures_of_the_draft(client, draft, link):
    picture = make_bulletin_picture(draft)
    (url,) = re.findall(rf'src="(/images/{picture.sha256}[^"]+)"', client.get(_url(link)).content.decode())
    assert client.get(url).status_code == 200
    assert client.get(url.partition("?")[0]).status_code == 404
