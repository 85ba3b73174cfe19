"""Has a picture drawn anew by the child process, with bounded memory and time."""

from __future__ import annotations

import json
import tempfile
from dataclasses import asdict
from pathlib import Path

from documents.readers.child import answer_of, started
from documents.readers.errors import Crashed, DamagedPicture, HeavyPicture, OutOfMemory, OutOfTime
from documents.readers.pictures.drawn import Drawn
from documents.readers.pictures.message import picture_of
from documents.readers.sandbox import Limits
from documents.readers.wire import WRONG_FORM

_CHILD = Path(__file__).parents[1] / "sandbox_child.py"
# A photograph of 50 million pixels takes 400 MB and four seconds on a slow machine.
PICTURE_LIMITS = Limits(memory=1024 * 1024 * 1024, seconds=30, file=15_000_000, answer=20_000_000)


def draw_picture(data: bytes, *, purpose: str = "photograph", limits: Limits = PICTURE_LIMITS) -> Drawn:
    """The picture in the sizes of its purpose (a key of `drawn.PURPOSES`), or a `ReadingRefused` whose sentence is fit
    for display, whatever the file holds."""
    if len(data) > limits.file:
        raise HeavyPicture
    header = {"picture": purpose, "limits": asdict(limits)}
    with tempfile.TemporaryFile() as given:
        given.write(json.dumps(header).encode("ascii") + b"\n" + data)
        given.seek(0)
        try:
            with started(_CHILD, given=given) as child:
                answer = answer_of(child, seconds=limits.seconds, length=limits.answer)
        except (OutOfTime, OutOfMemory) as error:
            raise HeavyPicture from error
        except Crashed as error:
            raise DamagedPicture from error
    try:
        return picture_of(json.loads(answer))
    except WRONG_FORM as error:
        raise DamagedPicture from error
