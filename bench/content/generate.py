"""All of it, into a folder: `generate(folder, size=…, seed=…, reference=…)`. A million initiatives take two minutes."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from bench.content.actors import write_actors
from bench.content.bulletins import write_bulletins
from bench.content.files import Tables
from bench.content.initiatives import write_audiences, write_initiatives
from bench.content.reference import Reference
from bench.content.texts import Writer

EDITION = 1  # of the generator: another one makes other bytes, and loaded databases are made anew
SEED = 20200406
CONTENTS = "contents.json"


def generate(folder: Path, *, size: int, seed: int, reference: Reference) -> dict:
    """Write one file a table and `contents.json`, which tells the words to search and is written last."""
    folder.mkdir(parents=True, exist_ok=True)
    chance = np.random.default_rng(seed)
    writer = Writer(chance)
    organisations = max(5, size // 5)
    with Tables(folder) as tables:
        write_audiences(tables)
        contact_of = write_actors(tables, chance, writer.names, count=organisations, reference=reference)
        published = write_initiatives(
            tables, chance, writer, count=size, organisations=organisations, contact_of=contact_of, reference=reference
        )
        bulletins = write_bulletins(tables, chance, published=published, count=size, reference=reference)
    words = sorted(writer.frequencies().items(), key=lambda pair: (-pair[1], pair[0]))
    contents = {
        "edition": EDITION, "seed": seed, "size": size, "published": len(published), "bulletins": bulletins,
        "organisations": organisations, "frequencies": dict(words),
    }  # fmt: skip
    (folder / CONTENTS).write_text(json.dumps(contents, ensure_ascii=False), encoding="utf-8")
    return contents
