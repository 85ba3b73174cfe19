"""The PDF: accessible by its structure, made once, safe to lack."""

import sys
from io import BytesIO
from itertools import pairwise

import pikepdf
import pytest

from bulletins.printing import printing_problem
from bulletins.services import publish_bulletin, rectify_bulletin, withdraw_bulletin
from tests.builders import make_area, make_contact, make_organisation, make_person, make_section, make_territory
from tests.bulletins.issues import make_cited, make_draft, make_published
from tests.faults.kinds import broken_fonts

pytestmark = pytest.mark.django_db

PDF = "/bulletins/1.pdf"


def open_pdf(client, url=PDF):
    response = client.get(url)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/pdf"
    return pikepdf.open(BytesIO(response.content))


def tags(node):
    """The structure tree as a flat list of tag names, in reading order."""
    if not isinstance(node, pikepdf.Dictionary):
        return []
    kids = node.get("/K", [])
    found = [str(node.S)] if "/S" in node else []
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        found += tags(kid)
    return found


@pytest.fixture
def printed(client, editor):
    make_territory()
    first = make_cited(
        "Couture à Marck",
        summary="Des masques :\n\n- en tissu\n- en papier",
        organisations=(make_organisation(),),
        areas=(make_area(),),
        contacts=(make_contact("+33321855370", kind="phone"), make_contact("a@exemple.fr")),
    )
    draft = make_draft(first, *[make_cited(summary="Un récit. " * 60) for _ in range(12)])
    make_section(draft, make_cited(), theme="soignants")
    publish_bulletin(bulletin=draft, by=editor)
    return open_pdf(client)


def test_pdf_says_its_language_title_and_conformance(printed):
    assert str(printed.Root.Lang) == "fr-FR"
    assert printed.Root.MarkInfo.Marked
    assert printed.Root.ViewerPreferences.DisplayDocTitle
    with printed.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == "Covid-19 : le Pas-de-Calais solidaire n°\u00a01"


def test_pdf_headings_follow_each_other_without_gap(printed):
    found = tags(printed.Root.StructTreeRoot)
    levels = [int(tag[2]) for tag in found if tag in ("/H1", "/H2", "/H3", "/H4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert {"/P", "/L", "/LI", "/Link", "/H2", "/H3"} <= set(found)


def test_pdf_links_are_tagged_and_described(printed):
    annotations = [annotation for page in printed.pages for annotation in page.get("/Annots", [])]
    targets = [str(annotation.A.URI) for annotation in annotations if "/A" in annotation]
    assert "tel:+33321855370" in targets
    assert "mailto:a@exemple.fr" in targets
    assert any(target.startswith("http://testserver/initiatives/") for target in targets)
    for annotation in annotations:
        assert str(annotation.Contents)
        assert "/StructParent" in annotation


def test_pdf_content_is_tagged_on_every_page(printed):
    """Everything painted stands inside a marked content: text of the structure, or an artifact."""
    assert len(printed.pages) > 1
    for page in printed.pages:
        assert str(page.Tabs) == "/S"
        depth = 0
        for operands, operator in pikepdf.parse_content_stream(page):
            depth += {"BDC": 1, "BMC": 1, "EMC": -1}.get(str(operator), 0)
            assert depth > 0 or str(operator) not in ("Tj", "TJ", "Do", "f", "S", "B"), operands
        assert depth == 0


def test_pdf_has_bookmarks_and_embedded_fonts(printed):
    with printed.open_outline() as outline:
        (title,) = outline.root
        assert len(title.children) >= 2
    fonts = {str(font.BaseFont) for page in printed.pages for font in page.Resources.Font.values()}
    assert fonts
    assert all("+" in name for name in fonts)


def test_pdf_is_made_once_and_answers_conditionally(client, editor):
    make_published(editor)
    first = client.get(PDF)
    assert first.headers["Content-Disposition"].endswith('filename="covid-19-le-pas-de-calais-solidaire-1.pdf"')
    assert "Last-Modified" in first.headers
    assert first.headers["Cache-Control"] == "public, no-cache"
    assert client.get(PDF).headers["ETag"] == first.headers["ETag"]
    unchanged = client.get(PDF, headers={"If-None-Match": first.headers["ETag"]})
    assert unchanged.status_code == 304
    assert client.head(PDF).status_code == 200


def test_earlier_revision_keeps_its_own_pdf(client, editor):
    bulletin = make_published(editor)
    bulletin.refresh_from_db()
    bulletin.introduction = "Introduction corrigée."
    bulletin.save()
    rectify_bulletin(bulletin=bulletin, by=editor, correction="L’introduction.")
    first, current = client.get(f"{PDF}?revision=1"), client.get(PDF)
    assert first.headers["ETag"] != current.headers["ETag"]
    assert current.headers["Content-Disposition"].endswith('-1-revision-2.pdf"')


def test_pdf_of_a_name_withdrawn_leaves_the_disk(client, editor, settings):
    initiative = make_cited(summary="Jeanne Martin coud.")
    person = make_person("Jeanne Martin", is_public=True)
    initiative.persons.add(person)
    make_published(editor, initiative)
    client.get(PDF)
    (old,) = settings.MEDIA_ROOT.rglob("*.pdf")
    person.is_public = False
    person.save()
    client.get(PDF)
    (new,) = settings.MEDIA_ROOT.rglob("*.pdf")
    assert old != new


def test_withdrawal_deletes_the_files(client, editor, settings, django_capture_on_commit_callbacks):
    bulletin = make_published(editor)
    client.get(PDF)
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_bulletin(bulletin=bulletin, by=editor, reason="Erreur")
    assert list(settings.MEDIA_ROOT.rglob("*.pdf")) == []


@pytest.fixture
def without_libraries(monkeypatch):
    """A machine on which WeasyPrint cannot be imported."""
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    printing_problem.cache_clear()
    yield
    printing_problem.cache_clear()


@pytest.mark.usefixtures("without_libraries")
def test_missing_libraries_stop_only_the_pdf(client, editor):
    make_published(editor)
    response = client.get(PDF)
    assert response.status_code == 503
    assert "n’est pas disponible" in response.content.decode()
    page = client.get("/bulletins/1/").content.decode()
    assert "Le PDF n’est pas disponible" in page
    assert 'href="/bulletins/1.pdf"' not in page
    assert client.get("/bulletins/atom.xml").status_code == 200


def test_full_disk_stops_only_the_pdf(client, editor, settings, tmp_path):
    """A MEDIA_ROOT that is a file refuses every folder, as a full or read-only disk does."""
    settings.MEDIA_ROOT = tmp_path / "occupied"
    settings.MEDIA_ROOT.write_text("")
    make_published(editor)
    assert client.get(PDF).status_code == 503
    assert client.get("/bulletins/1/").status_code == 200
    assert client.get("/bulletins/atom.xml").status_code == 200


def test_unreadable_font_stops_only_the_pdf(client, editor, settings):
    """It would be set in whatever the machine has, and kept so."""
    make_published(editor)
    with broken_fonts():
        assert client.get(PDF).status_code == 503
        assert client.get("/bulletins/1/").status_code == 200
    assert list(settings.MEDIA_ROOT.rglob("*.pdf")) == []
    with open_pdf(client) as made:
        fonts = {str(font.BaseFont).partition("+")[2] for page in made.pages for font in page.Resources.Font.values()}
    assert fonts == {"Text", "Text-Bold", "Titles-Bold"}


@pytest.mark.usefixtures("without_libraries")
@pytest.mark.parametrize(("platform", "line"), [("linux", "sudo apt install libpango"), ("darwin", "brew install")])
def test_missing_libraries_are_told_with_the_line_to_type(monkeypatch, platform, line):
    monkeypatch.setattr(sys, "platform", platform)
    assert line in printing_problem()


def test_nothing_is_told_when_all_is_there():
    assert printing_problem() is None
