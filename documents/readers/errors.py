"""Why a document is not read. Each refusal carries a French sentence: what happened, and what to do."""

from __future__ import annotations


class ReadingRefused(Exception):
    """The document was not read and nothing of it was kept. `str(error)` is fit for display as it is."""

    code = "refused"
    sentence = "Ce document n’a pas pu être lu. Enregistrez-le de nouveau, ou collez son texte."

    def __init__(self, sentence: str | None = None) -> None:
        super().__init__(sentence or self.sentence)


class WrongType(ReadingRefused):
    code = "wrong_type"
    sentence = (
        "Ce type de fichier n’est pas pris en charge. "
        "Déposez un document Word (.docx), OpenDocument (.odt), PDF, texte (.txt) ou Markdown (.md)."
    )


class OldWord(ReadingRefused):
    code = "old_word"
    sentence = (
        "Ce document est à l’ancien format Word (.doc). Ouvrez-le dans Word ou LibreOffice, enregistrez-le en .docx, "
        "puis déposez ce nouveau fichier."
    )


class Encrypted(ReadingRefused):
    code = "encrypted"
    sentence = (
        "Ce document est protégé par un mot de passe. Enregistrez-en une copie sans mot de passe, puis déposez-la."
    )


class Scanned(ReadingRefused):
    code = "scanned"
    sentence = (
        "Ce PDF ne contient que des images, sans texte (document numérisé). "
        "Déposez le fichier d’origine, ou un PDF passé à la reconnaissance de caractères."
    )


class Empty(ReadingRefused):
    code = "empty"
    sentence = "Ce document ne contient aucun texte. Vérifiez qu’il s’agit du bon fichier."


class Macros(ReadingRefused):
    code = "macros"
    sentence = "Ce document contient des macros. Enregistrez-le en .docx ou en .odt sans macros, puis déposez-le."


class Unsafe(ReadingRefused):
    code = "unsafe"
    sentence = (
        "La structure interne de ce document est anormale et peut être dangereuse. "
        "Ouvrez-le dans votre traitement de texte, enregistrez-le de nouveau, puis déposez cette copie."
    )


class TooLarge(ReadingRefused):
    code = "too_large"
    sentence = "Ce document est trop volumineux. Découpez-le en plusieurs fichiers, ou collez seulement son texte."


class Damaged(ReadingRefused):
    code = "damaged"
    sentence = (
        "Ce document est abîmé ou incomplet. Ouvrez-le dans votre traitement de texte, enregistrez-le de nouveau, "
        "puis déposez cette copie."
    )


class OutOfTime(ReadingRefused):
    code = "out_of_time"
    sentence = (
        "La lecture de ce document a pris trop de temps et a été arrêtée. Découpez-le, ou collez seulement son texte."
    )


class OutOfMemory(ReadingRefused):
    code = "out_of_memory"
    sentence = (
        "La lecture de ce document demande trop de mémoire et a été arrêtée. "
        "Découpez-le, ou collez seulement son texte."
    )


class Crashed(ReadingRefused):
    """The process that read it ended by itself, as C libraries do that get no memory or meet what they never expect."""

    code = "crashed"


class NotAPicture(ReadingRefused):
    code = "not_a_picture"
    sentence = (
        "Ce fichier n’est pas une photo ou une image prise en charge. Déposez un fichier JPEG, PNG, WebP ou AVIF "
        "(un dessin SVG, une image GIF ou une photo HEIC s’enregistre d’abord en PNG ou en JPEG)."
    )


class NotALogo(ReadingRefused):
    code = "not_a_logo"
    sentence = (
        "Ce fichier n’est pas un logo pris en charge. Déposez un fichier PNG ou JPEG : un dessin SVG, qui peut "
        "porter un programme, s’enregistre d’abord en PNG."
    )


class AnimatedPicture(ReadingRefused):
    code = "animated_picture"
    sentence = "Cette image est animée. Enregistrez-en une seule vue, en JPEG ou en PNG, puis déposez-la."


class SmallPicture(ReadingRefused):
    code = "small_picture"
    sentence = "Cette image est trop petite pour être lisible. Déposez-en une d’au moins 480 pixels de large."


class SmallLogo(ReadingRefused):
    code = "small_logo"
    sentence = "Ce logo est trop petit pour être imprimé. Déposez-en un d’au moins 160 pixels de large."


class LongPicture(ReadingRefused):
    code = "long_picture"
    sentence = "Cette image est trop étroite ou trop longue pour une page. Recadrez-la, puis déposez-la de nouveau."


class HeavyPicture(ReadingRefused):
    """Too many bytes, too many pixels, or more time or memory than a photograph takes."""

    code = "heavy_picture"
    sentence = (
        "Cette image est trop grande pour être préparée. Réduisez-la (4\u00a0000 pixels de large et 15\u00a0Mo "
        "suffisent), puis déposez-la de nouveau."
    )


class DamagedPicture(ReadingRefused):
    code = "damaged_picture"
    sentence = "Cette image est abîmée ou incomplète. Enregistrez-la de nouveau en JPEG ou en PNG, puis déposez-la."


REFUSALS = {kind.code: kind for kind in (ReadingRefused, *ReadingRefused.__subclasses__())}


def refusal(code: str, sentence: str) -> ReadingRefused:
    """The refusal that another process reported by its code."""
    return REFUSALS.get(code, ReadingRefused)(sentence)


def is_shortage(error: BaseException | None) -> bool:
    """Parsers wrap what happens to them: a lack of memory may stand at the bottom of the chain, or in an argument."""
    while error is not None:
        if isinstance(error, MemoryError) or any(isinstance(argument, MemoryError) for argument in error.args):
            return True
        error = error.__cause__ or error.__context__
    return False
