"""What stands beside a text on the page is not printed in it too: page, PDF, feed and record agree."""

import pytest

from bulletins.checks import missing_for_publication
from bulletins.models import BulletinLink
from bulletins.services import publish_bulletin
from bulletins.snapshots import build_snapshot
from french.richtext import render_text
from tests.builders import make_contact
from tests.bulletins.issues import make_cited, make_draft

pytestmark = pytest.mark.django_db

STORY = "Des voisins cousent des masques pour l’école."


@pytest.fixture
def draft():
    """A text that opens with its title and a row of stars, and ends with the contact that the record holds."""
    phone = make_contact("+33321000001", kind="phone")
    cited = make_cited(
        "Masques à Marck",
        summary=f"Masques à Marck\n\n*****\n\n{STORY}\n\nContact : 03 21 00 00 01",
        contacts=(phone,),
    )
    draft = make_draft(cited, closing="Vous aidez ?\n\nPour en savoir plus :\n\nhttps://aide.exemple.fr/")
    BulletinLink.objects.create(bulletin=draft, label="Proposer son aide", url="https://aide.exemple.fr")
    draft.sections.update(heading="Mesures", introduction="MESURES :\nTrois gestes.")
    return draft


def test_publication_freezes_each_thing_once(draft):
    snapshot = build_snapshot(draft)
    (section,) = snapshot["sections"]
    assert section["introduction"] == "Trois gestes."
    assert section["entries"][0]["wording"] == STORY
    assert [contact["value"] for contact in section["entries"][0]["contacts"]] == ["+33321000001"]
    assert snapshot["closing"] == "Vous aidez ?"
    assert [link["url"] for link in snapshot["links"]] == ["https://aide.exemple.fr"]


def test_check_says_what_will_not_be_repeated(draft):
    told = [problem for problem in missing_for_publication(draft) if "ne sera pas répété" in problem.message]
    assert [problem.is_blocking for problem in told] == [False] * 3
    messages = " ".join(problem.message for problem in told).replace("\u00a0", " ")
    for piece in ("« Contact : 03 21 00 00 01 »", "« ***** »", "« Masques à Marck »", "« MESURES : »", "la conclusion"):
        assert piece in messages


def test_check_has_nothing_to_say_of_clean_texts():
    draft = make_draft(make_cited(summary=STORY))
    assert [one for one in missing_for_publication(draft) if "ne sera pas répété" in one.message] == []


def test_a_contact_that_is_not_public_is_no_reason_to_take_words_out():
    hidden = make_contact("+33321000001", kind="phone", is_public=False)
    draft = make_draft(make_cited(summary=f"{STORY}\n\nContact : 03 21 00 00 01", contacts=(hidden,)))
    assert [one for one in missing_for_publication(draft) if "ne sera pas répété" in one.message] == []


def test_every_page_gives_the_contact_once(client, editor, draft):
    bulletin = publish_bulletin(bulletin=draft, by=editor)
    initiative = bulletin.sections.get().entries.get().initiative
    for url in (bulletin.get_absolute_url(), initiative.get_absolute_url()):
        page = client.get(url).content.decode()
        assert render_text(STORY) in page
        assert "*****" not in page
        assert "Contact : 03" not in page
        assert "tel:+33321000001" in page
    assert page.count(f"<p>{STORY}</p>") == 1  # the text of the day is that of today
    for url in ("/initiatives.csv", "/initiatives.json", "/initiatives.atom", "/bulletins/atom.xml"):
        assert "Contact : 03" not in b"".join(client.get(url)).decode()
