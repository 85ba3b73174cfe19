"""Pictures drawn anew in the child: what comes out, what is refused, what stops it."""

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from documents.readers import errors
from documents.readers.pictures.message import picture_of
from documents.readers.pictures.sandbox import PICTURE_LIMITS, draw_picture
from tests.documents.readers.pictures.photographs import exif_with_place, photograph


def opened(rendition):
    return Image.open(BytesIO(rendition.data))


def test_picture_is_drawn_in_each_width_and_format():
    drawn = draw_picture(photograph(2400, 1600))
    sizes = {(1600, 1067), (960, 640), (480, 320)}
    assert {(one.format, one.width, one.height) for one in drawn.renditions} == {
        (kind, *size) for kind in ("avif", "webp", "jpeg") for size in sizes
    }
    for one in drawn.renditions:
        assert opened(one).format.lower() == one.format
        assert opened(one).size == (one.width, one.height)
    assert (drawn.width, drawn.height) == (1600, 1067)


def test_picture_is_never_enlarged():
    drawn = draw_picture(photograph(700, 500))
    assert {one.width for one in drawn.renditions} == {700, 480}


def test_same_bytes_have_the_same_name():
    data = photograph(500, 400)
    assert draw_picture(data).sha256 == draw_picture(data).sha256 != draw_picture(photograph(500, 401)).sha256


def test_what_a_camera_adds_is_left_behind_and_the_picture_stands_upright():
    data = photograph(1200, 800, exif=exif_with_place(), comment="12 rue des Lilas")
    assert Image.open(BytesIO(data)).getexif().get_ifd(0x8825)[1] == "N"  # it was there
    drawn = draw_picture(data)
    assert (drawn.width, drawn.height) == (800, 1200)
    for one in drawn.renditions:
        image = opened(one)
        image.load()
        assert not image.getexif()
        assert not {"exif", "icc_profile", "comment", "xmp"} & set(image.info)
        assert b"Lilas" not in one.data
        assert b"Fabricant" not in one.data


def test_a_second_file_behind_the_picture_is_left_behind():
    drawn = draw_picture(photograph(600, 400) + b"PK\x03\x04<script>alert(1)</script>")
    assert all(b"<script>" not in one.data for one in drawn.renditions)


@pytest.mark.parametrize(
    ("mode", "kind"),
    [("CMYK", "JPEG"), ("L", "JPEG"), ("P", "PNG"), ("RGBA", "PNG"), ("I;16", "PNG"), ("RGB", "WEBP"), ("RGB", "AVIF")],
)
def test_every_kind_of_picture_becomes_plain_colours(mode, kind):
    drawn = draw_picture(photograph(600, 400, mode=mode, kind=kind))
    assert {opened(one).mode for one in drawn.renditions} == {"RGB"}


def test_transparent_picture_stands_on_white():
    written = BytesIO()
    Image.new("RGBA", (600, 400), (0, 0, 0, 0)).save(written, "PNG")
    drawn = draw_picture(written.getvalue())
    assert opened(drawn.renditions[-1]).getpixel((5, 5)) == (255, 255, 255)


def animated(kind):
    written = BytesIO()
    views = [Image.new("RGB", (600, 400), colour) for colour in ("red", "blue")]
    views[0].save(written, kind, save_all=True, append_images=views[1:])
    return written.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF"])
def test_animated_picture_is_refused(kind):
    with pytest.raises(errors.AnimatedPicture, match="animée"):
        draw_picture(animated(kind))


def test_second_view_of_a_telephone_is_left_behind():
    assert draw_picture(animated("MPO")).width == 600


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"bonjour",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
        animated("GIF"),
        b"%PDF-1.7",
    ],
)
def test_what_is_no_picture_is_refused(data):
    with pytest.raises(errors.NotAPicture, match="JPEG, PNG, WebP"):
        draw_picture(data)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_truncated_picture_is_refused(kind):
    data = photograph(900, 700, kind=kind)
    with pytest.raises((errors.DamagedPicture, errors.NotAPicture)):
        draw_picture(data[: len(data) // 2])


@pytest.mark.parametrize(
    ("size", "refused"),
    [((479, 400), errors.SmallPicture), ((2100, 500), errors.LongPicture), ((500, 1100), errors.LongPicture)],
)
def test_picture_of_no_use_on_a_page_is_refused(size, refused):
    with pytest.raises(refused):
        draw_picture(photograph(*size))


def test_bomb_is_refused_by_its_head():
    written = BytesIO()
    Image.new("1", (20_000, 20_000)).save(written, "PNG")  # 50 kB that become 400 million pixels
    assert len(written.getvalue()) < 100_000
    with pytest.raises(errors.HeavyPicture, match="trop grande"):
        draw_picture(written.getvalue())


def test_large_photograph_fits_into_the_limits():
    assert draw_picture(photograph(8160, 6120, kind="PNG", compress_level=1)).width == 1600


@pytest.mark.parametrize("limits", [{"memory": 120_000_000}, {"seconds": 0}, {"file": 10}])
def test_picture_over_a_limit_is_refused(limits):
    with pytest.raises(errors.HeavyPicture):
        draw_picture(photograph(6000, 4000, kind="PNG", compress_level=1), limits=replace(PICTURE_LIMITS, **limits))


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [["jpeg", 480, 320, "PHN2Zz4="]],
        [["jpeg", "480", 320, "/9j/"]],
        [["svg", 480, 320, "PHN2Zz4="]],
        [["jpeg", 480, 99999, "/9j/"]],
    ],
)
def test_wrong_answer_of_a_child_is_refused(rows):
    with pytest.raises((ValueError, KeyError)):
        picture_of({"renditions": rows})
