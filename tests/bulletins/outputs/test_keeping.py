"""Files that are kept are whole: a name that outlives its bytes is no file."""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace

import pytest

from bulletins.outputs.keeping import ABANDONED_AFTER, keep, ready

EDITION = SimpleNamespace(pk=7)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path / "bulletins" / "7"


@contextmanager
def _full_disk() -> Iterator[None]:
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


@pytest.mark.parametrize("left", [0, 1, 4, 8])
def test_file_that_was_cut_is_not_ready(left):
    path = keep(b"%PDF-1.7\n", EDITION, "abc", "pdf").path
    os.truncate(path, left)
    assert ready(EDITION, "abc", "pdf") is None
    assert keep(b"%PDF-1.7\n", EDITION, "abc", "pdf") == ready(EDITION, "abc", "pdf")


def test_only_the_file_that_was_asked_for_is_ready(folder):
    kept = keep(b"whole", EDITION, "abc", "pdf")
    assert ready(EDITION, "abc", "pdf") == kept
    assert ready(EDITION, "abd", "pdf") is ready(EDITION, "abc", "docx") is None
    keep(b"another", EDITION, "abd", "pdf")
    assert [path.name for path in folder.iterdir()] == ["abd-7.pdf"]


def test_full_disk_leaves_nothing_behind(folder):
    with _full_disk(), pytest.raises(OSError, match="File too large"):
        keep(b"whole", EDITION, "abc", "pdf")
    assert list(folder.iterdir()) == []


def test_what_a_killed_maker_left_goes_with_the_next_file(folder):
    folder.mkdir(parents=True)
    old, recent = folder / "old.part", folder / "recent.part"
    for path in (old, recent):
        path.touch()
    long_ago = time.time() - 2 * ABANDONED_AFTER
    os.utime(old, (long_ago, long_ago))
    keep(b"whole", EDITION, "abc", "pdf")
    assert {path.name for path in folder.iterdir()} == {"abc-5.pdf", "recent.part"}
