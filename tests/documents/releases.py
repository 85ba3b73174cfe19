"""Documents made on the fly: one invented press release in every format and in several layouts."""

import io
import textwrap
import zipfile
from html import escape

import odfdo
from weasyprint import HTML

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"

# (kind, text): d date, t title, h heading, p paragraph, i item, c contact line, u a line that is a URL.
RELEASE = (
    ("d", "Quimper, le 12 mai 2020"),
    ("t", "Le Finistère se mobilise : huitième point d’étape"),
    (
        "p",
        "Depuis le début de la crise sanitaire, des ateliers, des écoles et de simples voisins s’organisent dans le "
        "département. Le préfet tient à saluer leur engagement, qui ne faiblit pas malgré la durée du confinement.",
    ),
    ("h", "Fabriquer du matériel de protection :"),
    (
        "i",
        "À Douarnenez, l’atelier de voilerie Le Gall a cousu 2 400 surblouses pour le centre hospitalier, avec l’aide "
        "d’une trentaine de bénévoles. Les toiles ont été offertes par deux entreprises du port.",
    ),
    ("c", "Contact : atelier@voilerie-legall.example ou 02 98 00 11 22"),
    (
        "i",
        "La mairie de Pont-l’Abbé distribue 1 200 masques lavables aux habitants de plus de soixante-dix ans, "
        "porte-à-porte, grâce aux agents du centre communal d’action sociale.",
    ),
    ("c", "Plus d’informations : https://www.pont-labbe.example/masques-solidaires/distribution"),
    ("h", "Rompre l’isolement :"),
    (
        "p",
        "L’association Les Fils du lien, à Landerneau, a ouvert une permanence téléphonique tous les jours ouvrés. "
        "Quinze écoutants se relaient pour appeler les personnes âgées qui vivent seules dans le canton.",
    ),
    ("c", "Pour en savoir plus :"),
    ("u", "https://www.fils-du-lien.example/permanence"),
    (
        "p",
        "Le lycée Jean-Moulin de Châteaulin prête cent ordinateurs portables à ses élèves, après les avoir nettoyés "
        "avec un fablab voisin. Les familles peuvent se faire connaître auprès du secrétariat.",
    ),
    (
        "p",
        "Le préfet remercie vivement tous ceux qui donnent de leur temps, et invite chacun à signaler ces actions.",
    ),
)


def joined_text(pieces=RELEASE):
    return "\n".join(text for _, text in pieces)


def text_of(pieces=RELEASE, *, width=78, spacing="\n\n", line_end="\n", bullet="- "):
    """Wrapped as a mailer would; `line_end` may be a double one."""
    out = []
    for kind, text in pieces:
        lines = textwrap.wrap(
            (bullet if kind == "i" else "") + text, width, break_on_hyphens=True, break_long_words=False
        )
        out.append(line_end.join(lines))
    return spacing.join(out) + "\n"


def html_of(pieces=RELEASE, *, css="", header="", footer=""):
    tags = {"t": "h1", "h": "h2", "i": "li"}
    body, in_list = [], False
    for kind, text in pieces:
        tag = tags.get(kind, "p")
        if (tag == "li") != in_list:
            body.append("<ul>" if tag == "li" else "</ul>")
            in_list = tag == "li"
        shown = escape(text)
        if kind == "u":
            shown = f'<a href="{shown}">{shown}</a>'
        body.append(f"<{tag}>{shown}</{tag}>")
    if in_list:
        body.append("</ul>")
    running = f"@page {{ @top-left {{ content: '{header}' }} @bottom-center {{ content: '{footer}' counter(page) }} }}"
    base = "body { font: 11pt 'DejaVu Sans', sans-serif } h1 { font-size: 18pt } h2 { font-size: 13pt }"
    style = f"<style>{base} {running if header or footer else ''} {css}</style>"
    return f'<html lang="fr"><head>{style}</head><body>{"".join(body)}</body></html>'


def pdf_of(html=None, **kwargs):
    return HTML(string=html or html_of(**kwargs)).write_pdf()


def docx_of(pieces=RELEASE, *, body=None, parts=None, relations=(), section=""):
    """The smallest file that Word would open. `body` is raw XML in place of the pieces, `parts` more entries."""
    styles = {"t": "Title", "h": "Heading2", "i": "ListBullet"}
    if body is None:
        body = "".join(paragraph(text, style=styles.get(kind, "")) for kind, text in pieces)
    document = (
        f'<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{body}<w:sectPr>{section}</w:sectPr></w:body></w:document>'
    )
    named = (("Title", "Title"), ("Heading2", "heading 2"), ("ListBullet", "List Bullet"))
    style_part = "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>' for key, name in named
    )
    entries = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" '
        'ContentType="application/xml"/></Types>',
        "_rels/.rels": _relations([("rId1", f"{R}/officeDocument", "word/document.xml", "")]),
        "word/document.xml": document,
        "word/styles.xml": f'<w:styles xmlns:w="{W}">{style_part}</w:styles>',
        "word/_rels/document.xml.rels": _relations(relations),
    }
    return zip_of(entries | (parts or {}))


def paragraph(text, *, style="", bold=False):
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    weight = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:p>{properties}<w:r>{weight}<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def zip_of(entries, *, compression=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


def unzipped(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def odt_of(pieces=RELEASE):
    document = odfdo.Document("text")
    body = document.body
    body.clear()
    items = None
    for kind, text in pieces:
        if kind == "i":
            if items is None:
                items = odfdo.List()
                body.append(items)
            items.append(odfdo.ListItem(text))
            continue
        items = None
        if kind in "th":
            body.append(odfdo.Header(1 if kind == "t" else 2, text))
        else:
            body.append(odfdo.Paragraph(text))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _relations(items):
    rows = "".join(
        f'<Relationship Id="{key}" Type="{kind}" Target="{escape(target)}"{mode}/>' for key, kind, target, mode in items
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{rows}</Relationships>'
