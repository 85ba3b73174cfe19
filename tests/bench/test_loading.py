"""The loader on the test database: rows that the forms would take, the schema as it was, answers that are right."""

from __future__ import annotations

import json
from dataclasses import dataclass

import pytest
from django.db import connection
from django.test import Client
from psycopg2.extensions import make_dsn

from bench.content.files import NULL
from bench.gate import WrongAnswer, check, sample
from bench.load import fill
from bench.loading.copying import parts_of
from bench.world import contents_of
from bulletins.models import Bulletin, Citation, Edition, Entry, Section
from initiatives.models import Coverage, Figure, Initiative, Participation, Place
from organisations.models import Contact, Organisation, Person

SCHEMA = """
    SELECT 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid), convalidated::text
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION SELECT 'trigger', tgrelid::regclass::text, tgname, tgenabled::text, '' FROM pg_trigger WHERE NOT tgisinternal
    UNION SELECT 'index', tablename, indexname, indexdef, '' FROM pg_indexes WHERE schemaname = 'public'
    UNION SELECT 'default', table_name, column_name, coalesce(column_default, ''), '' FROM information_schema.columns
          WHERE table_schema = 'public'
"""


@dataclass
class Page:
    body: bytes


class Visitor:
    """As `bench.asking.Client`, without a server; `spoil` changes what is served."""

    def __init__(self, spoil=lambda path, text: text):
        self.spoil = spoil

    def page(self, path, *, plain=False):
        return Page(self.spoil(path, Client().get(path).content.decode()).encode())


def _spoilt_json(**wrong):
    return lambda path, text: json.dumps(json.loads(text) | wrong) if ".json" in path else text


def _schema():
    with connection.cursor() as cursor:
        cursor.execute(SCHEMA)
        return set(cursor.fetchall())


def _url():
    known = ("dbname", "user", "password", "host", "port")
    parameters = connection.get_connection_params()
    return make_dsn(**{name: parameters[name] for name in known if parameters.get(name)})


def _vectors():
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, slug, strip(search_vector)::text FROM initiatives_initiative ORDER BY id")
        return cursor.fetchall()


@pytest.mark.django_db(transaction=True)
def test_loaded_database_is_whole_and_answers_rightly(tmp_path):
    before = _schema()
    rows = fill(tmp_path, size=300, seed=7, url=_url(), say=lambda line: None)
    connection.close()

    assert rows["initiatives_initiative"] == Initiative.objects.count() == 300
    assert _schema() == before
    for model in (Initiative, Place, Coverage, Participation, Figure, Organisation, Contact, Person, Bulletin, Section):
        for row in model.objects.order_by("-pk")[:15]:
            row.full_clean()
    assert Edition.objects.count() == Bulletin.objects.published().count() == 15
    assert set(Citation.objects.values_list("initiative")) == set(Entry.objects.values_list("initiative"))
    assert Initiative.history.count() == 300

    made_at_once = _vectors()
    Initiative.objects.update(search_vector=None)  # the trigger makes each again
    assert _vectors() == made_at_once

    searches = sample(contents_of(tmp_path))
    assert check(Visitor(), searches) == len(searches)
    for spoil in (
        _spoilt_json(count=1),
        _spoilt_json(results=[]),
        _spoilt_json(facets={}),
        lambda path, text: text.replace('id="compte"><b>2', 'id="compte"><b>1'),
        lambda path, text: text.replace('option__count">1', 'option__count">2'),
        lambda path, text: text.replace('card__title"><a href="/initiatives/', 'card__title"><a href="/initiatives/1'),
    ):
        with pytest.raises(WrongAnswer):
            check(Visitor(spoil), searches[:1])


def test_parts_of_a_file_are_all_its_lines_once(tmp_path):
    path = tmp_path / "table.csv"
    lines = [f"{number},{'é' * (number % 50)},{NULL}\n" for number in range(2_000)]
    path.write_text("id,text,nothing\n" + "".join(lines), encoding="utf-8")
    for count in (1, 2, 7):
        read = b""
        for part in parts_of(path, count):
            while block := part.read(333):
                read += block
        assert read.decode() == "".join(lines)
