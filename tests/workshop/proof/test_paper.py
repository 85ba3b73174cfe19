"""The proof on paper and the preview at a width."""

import io

import pikepdf
import pytest
from django.urls import reverse

from bulletins.presenting import proof_of
from bulletins.printing import printing_problem
from tests.bulletins.issues import make_cited, make_draft

pytestmark = pytest.mark.django_db


@pytest.mark.skipif(printing_problem() is not None, reason="no PDF can be made here")
def test_proof_is_marked_on_each_page_and_kept_nowhere(client, officer, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client.force_login(officer)
    draft = make_draft(*[make_cited(summary="Un long récit. " * 60) for _ in range(5)])
    answer = client.get(reverse("workshop:proof_pdf", args=[draft.pk]))
    assert "no-store" in answer.headers["Cache-Control"]
    assert "epreuve-" in answer.headers["Content-Disposition"]
    with pikepdf.open(io.BytesIO(answer.content)) as document:
        assert str(document.docinfo["/Title"]).startswith("Épreuve")
        assert len(document.pages) > 1
        # The drawing behind the text is one object, which each page shows.
        assert all("/XObject" in page.Resources or "/Pattern" in page.Resources for page in document.pages)
        assert document.open_metadata()["pdfuaid:part"] == "1"
    assert list(tmp_path.rglob("*")) == []
    draft.refresh_from_db()
    assert (draft.number, draft.editions.exists()) == (None, False)


def test_proof_shows_the_number_that_publication_would_take():
    draft = make_draft()
    issue = proof_of(draft)
    assert (issue.label, draft.number) == ("n°\u00a01", None)


def test_preview_is_framed_by_our_own_pages_alone(client, officer):
    client.force_login(officer)
    draft = make_draft()
    answer = client.get(reverse("bulletins:preview", args=[draft.pk]) + "?cadre")
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
    assert '<base target="_top">' in answer.content.decode()
    alone = client.get(reverse("bulletins:preview", args=[draft.pk])).content.decode()
    assert reverse("workshop:preview", args=[draft.pk]) in alone
    assert client.get(reverse("bulletins:archive")).headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(
    ("asked", "shown"), [("", "telephone"), ("ecran", "ecran"), ("papier", "papier"), ("<x>", "telephone")]
)
def test_preview_has_three_widths_and_ways_back(client, officer, asked, shown):
    client.force_login(officer)
    draft = make_draft()
    page = client.get(reverse("workshop:preview", args=[draft.pk]), {"largeur": asked}).content.decode()
    assert f"preview-frame--{shown}" in page
    assert (
        f'src="{reverse("bulletins:preview", args=[draft.pk])}?cadre{"=papier" if shown == "papier" else ""}"' in page
    )
    for back in ("proof", "page"):
        assert f'href="{reverse(f"workshop:{back}", args=[draft.pk])}"' in page


def test_paper_has_the_text_and_the_style_of_the_pdf_and_is_marked_as_a_proof(client, officer):
    client.force_login(officer)
    draft = make_draft(make_cited("Couture", summary="On coud."))
    answer = client.get(reverse("bulletins:preview", args=[draft.pk]), {"cadre": "papier"})
    assert [one.name for one in answer.templates][:2] == ["bulletins/paper.html", "bulletins/pdf.html"]
    page = answer.content.decode()
    for words in ("Épreuve du", "ne pas diffuser", "On coud.", "bulletins/pdf.css", "bulletins/paper.css"):
        assert words in page
    assert " style=" not in page
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
