"""The generator: the same seed gives the same bytes, and texts are as long as they are said to be."""

from __future__ import annotations

from bench.content.files import rows_of
from bench.content.generate import generate
from bench.content.reference import Reference

REFERENCE = Reference(
    communes=tuple(f"62{number:03d}" for number in range(1, 41)),
    epci=(1, 2, 3),
    department=4,
    themes=(1, 2, 3),
    series=1,
    officer=1,
    editor=2,
)


def _made(folder, *, seed=1, size=400):
    return generate(folder, size=size, seed=seed, reference=REFERENCE)


def _bytes(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_content_is_the_same_for_the_same_seed(tmp_path):
    _made(tmp_path / "first")
    _made(tmp_path / "second")
    assert _bytes(tmp_path / "first") == _bytes(tmp_path / "second")


def test_content_is_another_for_another_seed(tmp_path):
    _made(tmp_path / "first")
    _made(tmp_path / "second", seed=2)
    first, second = _bytes(tmp_path / "first"), _bytes(tmp_path / "second")
    assert first["initiatives_initiative.csv"] != second["initiatives_initiative.csv"]


def test_texts_have_from_60_to_120_words(tmp_path):
    _made(tmp_path)
    lengths = [len(row["summary"].split()) for row in rows_of(tmp_path / "initiatives_initiative.csv")]
    assert len(lengths) == 400
    assert min(lengths) >= 60
    assert max(lengths) <= 120


def test_initiatives_act_in_one_to_three_communes_or_one_area(tmp_path):
    _made(tmp_path)
    attached: dict[str, int] = {}
    for table in ("initiatives_place", "initiatives_coverage"):
        for row in rows_of(tmp_path / f"{table}.csv"):
            attached[row["initiative_id"]] = attached.get(row["initiative_id"], 0) + 1
    assert len(attached) == 400
    assert set(attached.values()) == {1, 2, 3}


def test_bulletins_cite_published_initiatives_once(tmp_path):
    contents = _made(tmp_path)
    published = {row["id"] for row in rows_of(tmp_path / "initiatives_initiative.csv") if row["status"] == "published"}
    cited = [row["initiative_id"] for row in rows_of(tmp_path / "bulletins_entry.csv")]
    assert contents["bulletins"] == len(published) // 18
    assert set(cited) <= published
    assert len(cited) == len(set(cited))
