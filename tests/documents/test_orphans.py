"""Originals that no row names are deleted; those of rows, and those that may still get one, stay."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from backoffice.work.periodic import _works
from documents.orphans import sweep_originals
from documents.services import receive_document

pytestmark = pytest.mark.django_db


def _orphan(media, name, age):
    path = Path(media) / "documents" / name[:2] / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"Jeanne Martin, 06 12 34 56 78")
    moment = (timezone.now() - age).timestamp()
    os.utime(path, (moment, moment))
    return path


def test_original_without_a_row_is_deleted_after_a_day(officer, settings):
    review = receive_document(data=b"Lens : une chorale chante.", filename="note.txt", by=officer)
    kept = Path(review.document.content.path)
    old = timezone.now().timestamp() - 3 * 86_400
    os.utime(kept, (old, old))
    orphan = _orphan(settings.MEDIA_ROOT, "ab12", timedelta(days=2))
    recent = _orphan(settings.MEDIA_ROOT, "cd34", timedelta(hours=2))
    assert sweep_originals(timezone.now()) == "1\u00a0original sans fiche effacé."
    assert (orphan.exists(), recent.exists(), kept.exists()) == (False, True, True)


def test_nothing_to_sweep_is_no_fault(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "none"
    assert sweep_originals(timezone.now()).startswith("0\u00a0")


def test_worker_sweeps_each_night():
    assert _works["originaux-sans-fiche"].nightly_at is not None
