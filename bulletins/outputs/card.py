"""The image that networks show beside a link: title, number and three headlines, drawn with the site's own fonts."""

from __future__ import annotations

from functools import cache
from io import BytesIO

from django.contrib.staticfiles import finders
from PIL import Image, ImageDraw, ImageFont, ImageOps

from bulletins.pictures.files import jpeg_of
from bulletins.presenting import Issue
from french.wording import NBSP, shortened

Font = ImageFont.FreeTypeFont
SIZE = WIDTH, HEIGHT = 1200, 630  # what networks ask for, in pixels
MARGIN = 72
PHOTO = 420, HEIGHT - 84  # the place of a photograph, above the line of who publishes
PAPER, SAND, INK, SOFT, GREEN, NEWS = "#fffdf9", "#f7f1e6", "#1c2829", "#3c484a", "#0b4f4d", "#8a2810"
FONTS = {"text": "fonts/atkinson-hyperlegible-next.woff2", "title": "fonts/solidaire-titres.woff2"}
TITLE_SIZES, TITLE_LINES, HEADLINE_LINES = (68, 60, 52, 44), 3, 2


def as_card(issue: Issue, *, origin: str) -> bytes:
    """PNG of 1200 × 630 pixels, the picture of the bulletin at its right. `origin` is not told: it has no links."""
    image = Image.new("RGB", SIZE, PAPER)
    photograph = _photograph(issue)
    if photograph:
        image.paste(photograph, (WIDTH - PHOTO[0], 0))
    draw = ImageDraw.Draw(image)
    right = WIDTH - MARGIN - (PHOTO[0] if photograph else 0) + (MARGIN // 2 if photograph else 0)
    draw.rectangle((0, 0, 24, HEIGHT), fill=GREEN)
    draw.rectangle((24, HEIGHT - 84, WIDTH, HEIGHT), fill=SAND)
    content = issue.content
    dated = issue.written_date or issue.heading_label
    line = " · ".join(filter(None, [content["printed_label"].capitalize(), dated, issue.counted]))
    font = _font("text", 30, is_bold=True)
    draw.text((MARGIN, 54), _clipped(draw, line, font, right - MARGIN), font=font, fill=NEWS)
    y = _title(draw, content["title"], 104, right)
    _headlines(draw, issue.headlines, y + 28, right)
    publisher = content["publisher"] or content["series"]["name"]
    font = _font("text", 28, is_bold=True)
    draw.text((MARGIN, HEIGHT - 58), _clipped(draw, publisher, font, WIDTH - 2 * MARGIN), font=font, fill=SOFT)
    buffer = BytesIO()
    image.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _photograph(issue: Issue) -> Image.Image | None:
    """The picture of the bulletin cut to its place; None without one."""
    picture = issue.content["picture"]
    data = jpeg_of(picture) if picture else None
    return ImageOps.fit(Image.open(BytesIO(data)).convert("RGB"), PHOTO) if data else None


def _title(draw: ImageDraw.ImageDraw, title: str, y: int, right: int) -> int:
    """As large as fits on three lines; the height where it ends."""
    for size in TITLE_SIZES:
        font = _font("title", size)
        lines = _wrapped(draw, title, font, TITLE_LINES, right - MARGIN)
        if len(lines) <= 2 or size == TITLE_SIZES[-1]:
            break
    for number, line in enumerate(lines):
        draw.text((MARGIN, y + number * round(size * 1.15)), line, font=font, fill=GREEN)
    return y + len(lines) * round(size * 1.15)


def _headlines(draw: ImageDraw.ImageDraw, headlines: list[str], y: int, right: int) -> None:
    font, leading, foot = _font("text", 32), 42, HEIGHT - 100
    for headline in headlines:
        lines = _wrapped(draw, headline, font, HEADLINE_LINES, right - MARGIN - 36)
        if y + len(lines) * leading > foot:
            lines = lines[: max(0, (foot - y) // leading)]
        if not lines:
            return
        draw.ellipse((MARGIN, y + 14, MARGIN + 12, y + 26), fill=NEWS)
        for line in lines:
            draw.text((MARGIN + 36, y), line, font=font, fill=INK)
            y += leading
        y += 12


def _wrapped(draw: ImageDraw.ImageDraw, text: str, font: Font, most: int, width: int) -> list[str]:
    """Lines that fit in `width`; what is over ends with an ellipsis."""
    lines, words = [""], text.split(" ")
    for number, word in enumerate(words):
        longer = f"{lines[-1]} {word}".strip()
        if draw.textlength(longer, font=font) <= width:
            lines[-1] = longer
        elif len(lines) == most:
            rest = " ".join(words[number:])
            lines[-1] = _clipped(draw, f"{lines[-1]} {rest}".strip(), font, width)
            return lines
        else:
            lines.append(_clipped(draw, word, font, width))
    return lines


def _clipped(draw: ImageDraw.ImageDraw, text: str, font: Font, width: int) -> str:
    length, clipped = len(text), text
    while draw.textlength(clipped, font=font) > width and length > 1:
        length -= 1
        clipped = shortened(text, length).replace(f"{NBSP}…", "…")
    return clipped


@cache
def _font(name: str, size: int, *, is_bold: bool = False) -> Font:
    font = ImageFont.truetype(finders.find(FONTS[name]), size)
    if name == "text":
        font.set_variation_by_axes([700 if is_bold else 400])
    return font
