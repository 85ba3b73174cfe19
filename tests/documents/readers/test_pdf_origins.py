"""PDFs as programs write them, sound or half sound: what a person can open and select text in is read."""

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from weasyprint import HTML

from documents.readers import errors, read
from documents.readers.pdf.links import text_of_string
from documents.readers.sandbox import read_document
from tests.documents.readers.test_text import missing
from tests.documents.releases import RELEASE, html_of, pdf_of

LINKED = '<p>Un texte avec <a href="https://a.example/x">un lien</a> et du texte qui suit.</p>'
TEXT = "Un texte avec un lien et du texte qui suit."


def changed(change, *, html=LINKED, **saving):
    """The PDF of a page after `change(pdf, page)`."""
    pdf = pikepdf.open(io.BytesIO(pdf_of(html)))
    change(pdf, pdf.pages[0].obj)
    out = io.BytesIO()
    pdf.save(out, **saving)
    return out.getvalue()


def annotation(**entries):
    """A change that adds one annotation to the page."""
    entries = {"Type": Name.Annot, "Subtype": Name.Link, "Rect": Array([10, 10, 50, 50])} | entries

    def change(pdf, page):
        present = {f"/{name}": value for name, value in entries.items() if value is not None}
        page.Annots.append(pdf.make_indirect(Dictionary(present)))

    return change


def to(uri):
    return Dictionary(S=Name.URI, URI=uri)


def setting(**entries):
    def change(pdf, page):
        for name, value in entries.items():
            page[f"/{name}"] = value

    return change


def without(name):
    def change(pdf, page):
        for owner in (page, page.Parent):
            if name in owner:
                del owner[name]

    return change


def font_without_parts(pdf, page):
    page.Resources.Font["/F9"] = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type0, BaseFont=Name.X))


def labels(pdf, page):
    pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.R, St=0)]))


def popup_and_its_note(pdf, page):
    note = pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([1, 1, 2, 2])))
    note.Popup = pdf.make_indirect(
        Dictionary(Type=Name.Annot, Subtype=Name.Popup, Rect=Array([1, 1, 2, 2]), Parent=note)
    )
    page.Annots.append(note)
    page.Annots.append(note.Popup)


SOUND = {
    "a mailto address in Latin-1": annotation(A=to(String(b"mailto:solidarit\xe9@a.example"))),
    "a note in Latin-1": annotation(Subtype=Name.Text, Contents=String(b"v\xe9rifi\xe9"), T=String(b"Ren\xe9e")),
    "a note whose text is a name": annotation(Subtype=Name.Text, Contents=Name.x),
    "an annotation that was removed": lambda pdf, page: page.Annots.append(None),
    "a note that names itself": popup_and_its_note,
    "no size": without("/MediaBox"),
    "half a size": setting(MediaBox=Array([0, 0, 600])),
    "a broken crop box": setting(CropBox=Array([Name.x]), TrimBox=Array([1, 2]), ArtBox=Name.x),
    "an odd turn": setting(Rotate=Name.x),
    "page labels from zero": labels,
}


@pytest.mark.parametrize("change", SOUND.values(), ids=SOUND)
def test_oddities_that_no_reader_minds_are_read_without_a_word(change):
    document = read(changed(change), "a.pdf")
    assert document.text == TEXT
    assert document.blocks[0].links[0].target == "https://a.example/x"
    assert document.remarks == ()


BROKEN_LINKS = {
    "no rectangle": annotation(Rect=None, A=to(String("https://b.example"))),
    "three corners": annotation(Rect=Array([10, 10, 50]), A=to(String("https://b.example"))),
    "words for numbers": annotation(Rect=Array([Name.a, 10, 50, 50]), A=to(String("https://b.example"))),
    "an address that is a number": annotation(A=to(3)),
    "an action that is a name": annotation(A=Name.x),
}


@pytest.mark.parametrize("change", BROKEN_LINKS.values(), ids=BROKEN_LINKS)
def test_a_broken_link_costs_itself_and_is_told(change):
    document = read(changed(change), "a.pdf")
    assert document.text == TEXT
    assert [link.target for link in document.blocks[0].links] == ["https://a.example/x"]
    assert document.remarks == (
        "Un lien n’a pas pu être lu (page\u00a01)\u00a0: vérifiez les adresses sur l’original.",
    )


def test_annotations_that_are_no_list_cost_the_links_only():
    document = read(changed(setting(Annots=3)), "a.pdf")
    assert document.text == TEXT
    assert len(document.remarks) == 1


def test_an_accented_address_over_words_comes_back_whole():
    def change(pdf, page):
        page.Annots[0].A.URI = String(b"mailto:solidarit\xe9@a.example")

    (block,) = read(changed(change), "a.pdf").blocks
    assert block.links[0].target == "mailto:solidarité@a.example"


@pytest.mark.parametrize("size", [(0, 0), (100, 200)])
def test_links_lie_over_their_words_wherever_the_page_starts(size):
    x, y = size

    def change(pdf, page):
        left, low, right, high = (float(number) for number in page.MediaBox)
        page.MediaBox = Array([left - x, low - y, right, high])

    (block,) = read(changed(change), "a.pdf").blocks
    assert block.text[block.links[0].start : block.links[0].end] == "un lien"


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("été".encode("utf-16-be").join([b"\xfe\xff", b""]), "été"),
        ("été".encode("utf-16-le").join([b"\xff\xfe", b""]), "été"),
        ("été".encode().join([b"\xef\xbb\xbf", b""]), "été"),
        ("été".encode(), "été"),
        (b"\xe9t\xe9", "été"),  # the same in PDFDocEncoding and in Latin-1
        (b"c\x9cur \x85 \xa0", "cœur – €"),  # PDFDocEncoding alone
        (b"\xad\xe9", "\xadé"),  # a byte without a letter there
        (b"", ""),
    ],
)
def test_strings_in_each_encoding_of_pdf(written, text):
    assert text_of_string(written) == text


def test_a_broken_font_spoils_no_other_words():
    document = read(changed(font_without_parts), "a.pdf")
    assert document.text == TEXT
    assert "police" in document.remarks[0]


def test_a_page_that_cannot_be_read_leaves_the_others():
    def change(pdf, page):
        other = pikepdf.open(io.BytesIO(pdf_of(LINKED)))  # to be kept open as long as its page is used
        pdf.pages.append(other.pages[0])
        pdf.pages[1].Contents = pdf.make_stream(b"BT ET", Filter=Name.Unheard)

    document = read(changed(change), "a.pdf")
    assert document.text == TEXT
    assert document.remarks == (
        "La page\u00a02 n’a pas pu être lue\u00a0: son texte manque ici. Comparez avec l’original.",
    )


def test_a_document_of_which_no_page_can_be_read_is_refused():
    def change(pdf, page):
        page.Contents = pdf.make_stream(b"BT ET", Filter=Name.Unheard)

    with pytest.raises(errors.Damaged):
        read(changed(change), "a.pdf")


def nothing(pdf, page):
    pass


def locked(revision):
    is_new = revision > 3
    return changed(
        nothing, html=None, encryption=pikepdf.Encryption(owner="a", R=revision, aes=is_new, metadata=is_new)
    )


WRITERS = {
    "tagged, with object streams": lambda: changed(
        nothing, html=None, object_stream_mode=pikepdf.ObjectStreamMode.generate
    ),
    "linearised": lambda: changed(nothing, html=None, linearize=True),
    "plain objects": lambda: changed(nothing, html=None, object_stream_mode=pikepdf.ObjectStreamMode.disable),
    "PDF/UA": lambda: HTML(string=html_of()).write_pdf(pdf_variant="pdf/ua-1"),
    **{
        f"encrypted R{revision} without a password": lambda revision=revision: locked(revision)
        for revision in (2, 3, 4, 6)
    },
    "saved again at its end": lambda: saved_again(pdf_of()),
    "words before its head": lambda: b"From: mail@a.example\r\n\r\n" + pdf_of(),
    "words after its end": lambda: pdf_of() + b"\n<html>rien</html>\n" * 90,
    "cut before its last line": lambda: _without_tail(pdf_of()),
    "a wrong place of its table": lambda: _without_tail(pdf_of()) + b"startxref\n12\n%%EOF\n",
}


def _without_tail(data):
    return data[: data.rfind(b"startxref")]


def saved_again(data):
    """What Word and Acrobat do on saving: the objects that changed are added at the end, with a table of their own."""
    pdf = pikepdf.open(io.BytesIO(data))
    page = pdf.pages[0].obj
    number, size = page.objgen[0], len(pdf.objects) + 10
    body = page.unparse(resolved=True)
    at, previous = len(data) + 1, int(data[data.rfind(b"startxref") :].split()[1])
    added = b"\n%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"xref\n%d 1\n%010d 00000 n \n" % (number, at)
    trailer = b"trailer\n<</Size %d/Root %d 0 R/Prev %d>>\n" % (size, pdf.Root.objgen[0], previous)
    return data + added + table + trailer + b"startxref\n%d\n%%%%EOF\n" % (len(data) + len(added))


@pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)
def test_every_word_is_read_whoever_wrote_the_file(write):
    document = read_document(write(), "a.pdf")
    assert missing(document) == []
    assert RELEASE[1][1] in document.text
    # Nothing is damaged; the letter prints one address over two lines.
    assert [remark for remark in document.remarks if "coupée en fin de ligne" not in remark] == []


def test_a_password_that_must_be_typed_is_asked_for():
    data = changed(nothing, encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(errors.Encrypted):
        read_document(data, "a.pdf")


def test_remarks_come_through_the_sandbox():
    data = changed(annotation(A=to(3)))
    assert read_document(data, "a.pdf").remarks == read(data, "a.pdf").remarks != ()
