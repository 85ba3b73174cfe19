"""The table says reached, not reached or not measured, by the worst case; RESULTS.md keeps one part a size."""

from __future__ import annotations

import pytest

from bench.asking import figures_of
from bench.results import write_results
from bench.table import table


def _case(p50, p95=None, floor=2.0):
    return {"p50": p50, "p95": p95 or p50, "floor_p50": floor, "floor_p95": floor, "samples": 9, "bytes": 1}


def _pages(**directory):
    return {"pages": {"floor": _case(2.0), "directory": directory, "public": {}, "office": {}}}


def _lines(figures, size="100k", number="1"):
    return [line for line in table(size, lambda name: figures.get(name, {})) if line.number == number]


def test_line_is_told_by_its_worst_case():
    figures = {"100k": _pages(front=_case(6), theme=_case(18), commune=_case(4))}
    worst, front = _lines(figures)
    assert (worst.value, worst.note, worst.is_reached) == (9.0, "theme", False)
    assert (front.value, front.is_reached) == (3.0, True)


def test_line_without_figures_is_not_measured():
    worst, front = _lines({})
    assert worst.is_reached is front.is_reached is None
    assert "not measured" in worst.told


def test_case_that_did_not_answer_is_left_out():
    figures = {"100k": _pages(front={"refused": "/initiatives/ : 500"}, theme=_case(4))}
    worst, front = _lines(figures)
    assert (worst.value, front.value) == (2.0, None)


def test_growth_compares_floors_of_both_runs():
    figures = {"10k": _pages(theme=_case(10, floor=5.0)), "1M": _pages(theme=_case(10, floor=2.0))}
    (growth,) = _lines(figures, size="1M", number="2")
    assert growth.value == pytest.approx(2.5)
    assert growth.is_reached


def test_peers_that_find_nothing_are_not_compared():
    figures = {"100k": _pages(theme=_case(4)) | {"engine": {"partial match": _case(4)}}}
    figures["100k"]["tantivy"] = {"cases": {"partial match": _case(1)}}
    engine, _ = _lines(figures, number="5")
    assert engine.value is None


def test_figures_of_times():
    figures = figures_of([5, 1, 2, 3, 4], [1, 1, 2])
    assert (figures.p50, figures.p95, figures.floor_p50, figures.ratio) == (3, 5, 1, 3)


def test_results_keep_one_part_a_size(tmp_path):
    path = tmp_path / "RESULTS.md"
    path.write_text("# Figures\n\nOthers stay.\n", encoding="utf-8")
    figures = _pages(front=_case(6)) | {"measured": {"at": "2026-11-29", "machine": "2 cores"}}
    for size in ("10k", "100k", "10k"):
        write_results(size, figures, _lines({"100k": figures}), path)
    text = path.read_text(encoding="utf-8")
    assert text.count("Others stay.") == text.count("### 10k\n") == text.count("### 100k\n") == 1
    assert "| front | 6.0 | 6.0 | 3.0 | 3.0 |" in text
