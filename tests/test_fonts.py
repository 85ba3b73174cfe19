"""The fonts that the site ships."""

from pathlib import Path

from fontTools.ttLib import TTFont

TEXT = Path(__file__).resolve().parent.parent / "static/fonts/atkinson-hyperlegible-next.woff2"
OUTLINE_AND_HOLE = 2  # a slashed zero has one contour more: its hole is cut in two


def test_zero_of_the_text_face_is_plain():
    font = TTFont(TEXT)
    glyphs, zero = font["glyf"], font.getBestCmap()[ord("0")]
    tabular = [name for name in font.getGlyphOrder() if glyphs[name].isComposite()]
    tabular = [name for name in tabular if [part.glyphName for part in glyphs[name].components] == [zero]]
    assert tabular  # the zero of tables is that of the text
    assert glyphs[zero].numberOfContours == OUTLINE_AND_HOLE
