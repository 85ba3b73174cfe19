"""tantivy, a search engine's library, over the same content: count, twenty keys, every facet without its own filter.

It is asked for what the index is asked for: the six filters of a page, an area counting what happens in its communes,
a commune what covers an area around it. That last sum is left to whoever reads the two facets that it is made of,
`commune` and `covered`; and what words find is ordered by its day, not by where the words stand, which would cost more.

`.venv-bench/bin/python -m bench.peers.tantivy_peer FOLDER` reads `cases.json` in the folder, prints figures as JSON.
"""

from __future__ import annotations

import json
import sys
import time
from datetime import date
from pathlib import Path
from shutil import rmtree

import tantivy

from bench.asking import figures_of
from bench.peers.rows import keys_of, records

PAGE = 20
FACETS = ("theme", "kind", "commune", "covered", "area", "audience", "bulletin")
FORM = 2  # of the index: one of another form is made anew
MOST_VALUES = 1000  # of a facet: more than there are communes
MEMORY = 500_000_000  # bytes of the writer
SECONDS, FEWEST, MOST = 3.0, 6, 200
Query, Occur = tantivy.Query, tantivy.Occur


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in ("title", "summary", "organisation"):
        builder.add_text_field(name, stored=False, tokenizer_name="french")
    for name in FACETS:
        builder.add_text_field(name, stored=False, tokenizer_name="raw", fast=True)
    builder.add_unsigned_field("id", stored=True)
    builder.add_unsigned_field("order", fast=True)
    return builder.build()


def build(folder: Path) -> tantivy.Index:
    """The index of the folder, made once; told by the size of the file that it was made from."""
    place = folder / "tantivy"
    done = place / f"{(folder / 'initiatives_initiative.csv').stat().st_size}.{FORM}.done"
    if not done.exists():
        rmtree(place, ignore_errors=True)
    place.mkdir(exist_ok=True)
    index = tantivy.Index(_schema(), path=str(place), reuse=done.exists())
    analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for one in (tantivy.Filter.lowercase(), tantivy.Filter.stemmer("french"), tantivy.Filter.ascii_fold()):
        analyzer = analyzer.filter(one)
    index.register_tokenizer("french", analyzer.build())
    if not done.exists():
        writer = index.writer(MEMORY, 1)
        for row in records(folder):
            document = tantivy.Document()
            document.add_text("title", row.title)
            document.add_text("summary", row.summary)
            document.add_text("organisation", " ".join(row.organisations))
            document.add_unsigned("id", row.key)
            document.add_unsigned("order", date.fromisoformat(row.day).toordinal() * 10_000_000 + row.key)
            values = ([row.theme], row.kinds, row.communes, row.areas, row.within, row.audiences, row.bulletins)
            for name, held in zip(FACETS, values, strict=True):
                for value in held:
                    document.add_text(name, value)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        done.touch()
    index.reload()
    return index


class Engine:
    def __init__(self, folder: Path) -> None:
        self.index = build(folder)
        self.schema = self.index.schema
        self.holding = keys_of(folder)["areas"]
        self.searcher = self.index.searcher()

    def query(self, search: dict) -> Query:
        parts = []
        if search.get("q"):
            words = " ".join(f"+{word}" for word in search["q"].split())
            parts.append((Occur.Must, self.index.parse_query(words, ["title", "summary", "organisation"])))
        if search.get("theme"):
            parts.append((Occur.Must, self._term("theme", search["theme"])))
        if commune := search.get("commune"):
            reached = [self._term("covered", str(area)) for area in self.holding.get(commune, [])]
            either = [self._term("commune", commune), *reached]
            parts.append((Occur.Must, Query.boolean_query([(Occur.Should, one) for one in either])))
        return Query.boolean_query(parts) if parts else Query.all_query()

    def _term(self, name: str, value: str) -> Query:
        return Query.term_query(self.schema, name, value)

    def answer(self, search: dict) -> tuple[int, list[int]]:
        """Count and keys of a page; the facets are counted on the way, as a page shows them."""
        query = self.query(search)
        offset = (search.get("page", 1) - 1) * PAGE
        found = self.searcher.search(query, PAGE, count=True, order_by_field="order", offset=offset)
        keys = [self.searcher.doc(address)["id"][0] for _, address in found.hits]
        chosen = {"theme": ("theme",), "commune": ("commune", "covered")}
        own = {name for filter_, names in chosen.items() if search.get(filter_) for name in names}
        self._count(query, [name for name in FACETS if name not in own])
        for filter_, names in chosen.items():
            if search.get(filter_):
                self._count(self.query({key: value for key, value in search.items() if key != filter_}), names)
        return found.count, keys

    def _count(self, query: Query, names) -> None:
        self.searcher.aggregate(query, {name: {"terms": {"field": name, "size": MOST_VALUES}} for name in names})


def main(folder: Path) -> None:
    started = time.perf_counter()
    engine = Engine(folder)
    told: dict = {"seconds to open or build": round(time.perf_counter() - started, 1), "cases": {}, "counts": {}}
    for name, searches in json.loads((folder / "cases.json").read_text(encoding="utf-8")).items():
        counts = [engine.answer(search)[0] for search in searches]
        times: list[float] = []
        begun = time.perf_counter()
        while len(times) < FEWEST or (len(times) < MOST and time.perf_counter() - begun < SECONDS):
            asked = time.perf_counter()
            engine.answer(searches[len(times) % len(searches)])
            times.append((time.perf_counter() - asked) * 1000)
        told["cases"][name] = figures_of(times).as_dict()
        told["counts"][name] = counts
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
