"""Draws a picture anew; runs in the child process only. Pillow decodes, this module decides what is let in."""

from __future__ import annotations

from io import BytesIO

from PIL import AvifImagePlugin, Image, ImageCms, ImageOps, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

from documents.readers.errors import (
    AnimatedPicture,
    DamagedPicture,
    HeavyPicture,
    LongPicture,
    NotALogo,
    NotAPicture,
    ReadingRefused,
    SmallLogo,
    SmallPicture,
    is_shortage,
)
from documents.readers.pictures.drawn import PURPOSES, Drawn, Purpose, Rendition

# The decoders that are loaded; Pillow knows forty more, and none of them is asked.
DECODERS = (JpegImagePlugin.JpegImageFile, PngImagePlugin.PngImageFile)
DECODERS += (WebPImagePlugin.WebPImageFile, AvifImagePlugin.AvifImageFile)
FORMATS = tuple(decoder.format for decoder in DECODERS)
LOGO_FORMATS = FORMATS[:2]  # what graphic charters come in
MOST_PIXELS = 50_000_000  # the cameras of telephones; 150 MB once decoded
OPTIONS = {
    # One thread each: threads reserve more memory than the child may have.
    "avif": {"quality": 60, "speed": 8, "max_threads": 1},
    "webp": {"quality": 78, "method": 4},
    "jpeg": {"quality": 80, "optimize": True, "progressive": True},
}


def draw(data: bytes, purpose: str = "photograph") -> Drawn:
    """`purpose` is a key of PURPOSES. Raises a `ReadingRefused` that says why, or `MemoryError`, and nothing else."""
    try:
        return _drawn(data, PURPOSES[purpose])
    except (ReadingRefused, MemoryError):
        raise
    except Exception as error:  # decoders fail on damaged files in every way there is
        if is_shortage(error):
            raise MemoryError from error
        raise DamagedPicture from error


def _drawn(data: bytes, purpose: Purpose) -> Drawn:
    image = _upright(_opened(data, purpose), purpose)
    widths = sorted({min(width, image.width) for width in purpose.widths}, reverse=True)
    renditions = []
    for kind, options in OPTIONS.items():
        for width in widths:
            height = max(1, round(image.height * width / image.width))
            sized = image.resize((width, height), Image.Resampling.LANCZOS)
            sized.info = {}  # some encoders write down what they find there
            written = BytesIO()
            sized.save(written, kind.upper(), **options)
            renditions.append(Rendition(kind, width, height, written.getvalue()))
    return Drawn(tuple(renditions))


def _opened(data: bytes, purpose: Purpose) -> Image.Image:
    """Only its head is read so far: size and number of views are judged before a pixel is decoded."""
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        image = Image.open(BytesIO(data), formats=LOGO_FORMATS if purpose.is_logo else FORMATS)
    except Image.DecompressionBombError as error:
        raise HeavyPicture from error
    except Image.UnidentifiedImageError as error:
        raise (NotALogo if purpose.is_logo else NotAPicture) from error
    # Telephones put a second view, of depth or of light, behind a JPEG (MPO): the first one is the photograph.
    if getattr(image, "is_animated", False) and image.format != "MPO":
        raise AnimatedPicture
    if image.width * image.height > MOST_PIXELS:
        raise HeavyPicture
    return image


def _upright(image: Image.Image, purpose: Purpose) -> Image.Image:
    """In sRGB, on white where it was transparent, turned as its camera was held."""
    most = purpose.widths[-1] * 2
    image.draft("RGB", (most, most))  # a JPEG may be decoded at half its size, or less
    image.load()
    profile = image.info.get("icc_profile")
    image = ImageOps.exif_transpose(image)
    if image.width < purpose.widths[0]:
        raise SmallLogo if purpose.is_logo else SmallPicture
    if image.width > image.height * purpose.widest or image.height > image.width * purpose.tallest:
        raise LongPicture
    if image.mode.startswith("I"):  # sixteen bits a pixel: the upper eight are what a screen shows
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    image.thumbnail((most, most * purpose.tallest))
    if image.has_transparency_data:
        alpha = image.convert("RGBA")
        flat = Image.new("RGB", image.size, "white")
        flat.paste(alpha, mask=alpha.getchannel("A"))
        return _in_srgb(flat, profile)
    return _in_srgb(image, profile)


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Colours as they were meant, since the profile goes with the rest; plainly converted where it is of no use."""
    if profile and image.mode in ("RGB", "CMYK", "L"):
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            return ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            return image.convert("RGB")
    return image.convert("RGB")
