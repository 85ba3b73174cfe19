"""What the index holds: all that is public, nothing else, as of the last commit."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connections, transaction
from django.http import QueryDict
from django.utils import timezone

from communes.models import Area, Commune
from directory.changes import looking, position
from directory.finding.facets import facets
from directory.index.answers import IndexedFilter
from directory.index.current import Index, Outdated, State
from directory.index.loading import read_some
from directory.index.sets import AREA, AUDIENCE, BULLETIN, COMMUNE, FIGURE, THEME, WORD
from directory.index.storing import Unusable, store, stored
from initiatives.models import Initiative, Theme
from tests.builders import (
    make_area,
    make_audience,
    make_bulletin,
    make_commune,
    make_initiative,
    make_section,
    make_user,
)
from tests.directory.published import publish


def _found(index: Index, query: str = "") -> list[int]:
    return IndexedFilter(QueryDict(query), state=index.fresh()).keys(0, 100)


def _withdrawn(row: Initiative) -> None:
    fields = {"withdrawn_at": timezone.now(), "withdrawn_by": make_user()}
    Initiative.objects.filter(pk=row.pk).update(status="withdrawn", **fields)


def test_nothing_unpublished_enters(db):
    """Neither when all is read nor afterwards; its control is the same row, published."""
    secret = make_commune("Zutkerque")
    draft = make_initiative("Confidentiel", published=False, summary="Xylophone", communes=(secret,))
    make_section(make_bulletin("Brouillon"), draft)
    index = Index.read()
    Initiative.objects.filter(pk=draft.pk).update(summary="Xylophone et tambour")
    sets = index.fresh().sets
    assert not sets.alive
    assert (sets.families[WORD], sets.families[COMMUNE], sets.families[BULLETIN]) == ({}, {}, {})
    bulletin = publish(draft)
    sets = index.fresh().sets
    assert [draft.pk] == sets.cut(sets.alive, 0, 5)
    assert "xylophon" in sets.families[WORD]
    assert (list(sets.families[COMMUNE]), list(sets.families[BULLETIN])) == (
        [secret.pk],
        [str(bulletin.pk)],
    )


def test_withdrawn_is_gone_at_once(db):
    row, other = make_initiative("Masques"), make_initiative("Masques et gel")
    index = Index.read()
    assert _found(index, "q=masques") == [other.pk, row.pk]
    _withdrawn(other)
    assert _found(index, "q=masques") == [row.pk]
    assert IndexedFilter(QueryDict(""), state=index.fresh()).count() == 1


def test_usual_page_asks_nothing_but_the_log(db, django_assert_num_queries):
    row = make_initiative("Masques")
    index = Index.read()
    with django_assert_num_queries(1):
        state = index.fresh()
    with django_assert_num_queries(0):
        chosen = IndexedFilter(QueryDict(""), state=state)
        assert (chosen.keys(0, 20), chosen.count(), len(facets(chosen))) == ([row.pk], 1, 6)


def test_words_and_filters_ask_nothing_the_second_time(db, django_assert_num_queries):
    """PostgreSQL reads new words once; names, synonyms and values of filters are known."""
    lens = make_commune("Lens")
    area = make_area("Artois", communes=(lens,))
    row = make_initiative("Masques", communes=(lens,), areas=(area,), audiences=(make_audience("soignants"),))
    publish(row, number=7)
    state = Index.read().fresh()
    query = "q=masques+Artois+Lens&theme=protection&territoire=artois&public=soignants&bulletin=7&tri=commune"
    with django_assert_num_queries(1):
        assert IndexedFilter(QueryDict(query), state=state).keys(0, 20) == [row.pk]
    with django_assert_num_queries(0):
        chosen = IndexedFilter(QueryDict(query), state=state)
        assert (chosen.keys(0, 20), chosen.notices, len(facets(chosen))) == ([row.pk], [], 6)
        assert [meant.parameter for meant in chosen.reading.meant] == ["territoire", "commune"]


def test_too_many_changes_are_not_for_a_request(db):
    index = Index.read()
    rows = [make_initiative() for _ in range(3)]
    with pytest.raises(Outdated):
        index.fresh(most=2)
    assert _found(Index.read()) == [row.pk for row in reversed(rows)]
    assert index.fresh(most=3).sets.disorder == 3


def test_sets_come_back_from_their_file(db, tmp_path: Path):
    rows = [make_initiative(f"Masques {number}", communes=(make_commune(),)) for number in range(3)]
    index = Index.read()
    path = tmp_path / "made" / "directory"
    store(index.state.sets, index.state.position, path)
    late = make_initiative("Masques tardifs")
    _withdrawn(rows[0])
    again = Index.of(*stored(path))
    assert _found(again, "q=masques") == [late.pk, rows[2].pk, rows[1].pk]
    assert [file.name for file in path.parent.iterdir()] == ["directory"]


@pytest.mark.parametrize(
    "damage", [lambda body: body[:-1], lambda body: b"{}\n", lambda body: b"", lambda body: b"[]\n"]
)
def test_damaged_file_is_refused(db, tmp_path: Path, damage):
    make_initiative("Masques")
    index = Index.read()
    path = tmp_path / "directory"
    store(index.state.sets, index.state.position, path)
    stored(path)
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(Unusable):
        stored(path)


def test_file_that_is_not_there_is_refused(tmp_path: Path):
    with pytest.raises(Unusable):
        stored(tmp_path / "directory")


def test_what_follows_from_places_is_kept_while_these_stay(db):
    commune = make_commune("Marck")
    area = make_area("Calaisis", communes=(commune,))
    row = make_initiative(communes=(commune,))
    index = Index.read()
    before = index.state
    Theme.objects.filter(pk=row.theme_id).update(name="Autrement")
    renamed = index.fresh()
    assert renamed.vocabulary is not before.vocabulary
    assert (renamed.reach, renamed.forward) == (before.reach, before.forward)
    assert _areas(renamed) == {}
    Area.objects.filter(pk=area.pk).update(kind=Area.Kind.EPCI)
    Commune.objects.filter(pk=commune.pk).update(epci=area)
    assert _areas(index.fresh()) == {area.slug: 1}
    area.communes.clear()
    make_initiative(communes=(commune,))
    assert _areas(index.fresh()) == {}


def _areas(state: State) -> dict[str, int]:
    return {slug: count for slug, _, count in IndexedFilter(QueryDict("q=entraide"), state=state).options("territoire")}


@pytest.mark.django_db(transaction=True)
def test_what_commits_late_is_found():
    """The first to write is the last to commit (`test_changes` has the control)."""
    early, late = make_initiative("Masques"), make_initiative("Masques")
    index = Index.read()
    slow = connections.create_connection("default")
    try:
        with slow.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("UPDATE initiatives_initiative SET title = 'Visières' WHERE id = %s", [early.pk])
            with transaction.atomic():
                Initiative.objects.filter(pk=late.pk).update(title="Visières")
            assert _found(index, "q=visières") == [late.pk]
            assert _found(index, "q=masques") == [early.pk]
            cursor.execute("COMMIT")
    finally:
        slow.close()
    assert _found(index, "q=visières") == [late.pk, early.pk]
    assert index.fresh().position.horizon <= position().horizon


@pytest.mark.django_db(transaction=True)
def test_what_is_committed_while_a_request_looks_is_taken_in_with_the_rest():
    """The statement that reads what changed tells the log of its own moment: what it names beside is read with it."""
    row, other = make_initiative("Masques"), make_initiative("Gel")
    index = Index.read()
    for late in (
        lambda: Initiative.objects.filter(pk=other.pk).update(title="Visières"),
        lambda: Theme.objects.filter(pk=row.theme_id).update(name="Autrement"),
        lambda: Initiative.objects.filter(pk=row.pk).update(title="Lunettes"),
    ):
        Initiative.objects.filter(pk=row.pk).update(title="Tabliers")
        with looking("default"):
            late()
            state = index.fresh()
    assert "Autrement" in [name for _, _, name in state.vocabulary.themes]
    assert [_found(index, f"q={word}") for word in ("visières", "lunettes", "tabliers")] == [[other.pk], [row.pk], []]
    seen = IndexedFilter(QueryDict("q=lunettes"), state=state)
    assert seen.keys(0, 9) == [row.pk]


@pytest.mark.django_db(transaction=True)
def test_what_changed_reads_alike_planned_once_and_anew():
    """Outside a transaction and within, where nothing is prepared."""
    area = make_area("Calaisis")
    rows = [
        make_initiative(
            f"Masques {n}",
            communes=(make_commune(f"Village {n}"),),
            areas=(area,) if n % 2 else (),
            audiences=(make_audience(f"public-{n}"),),
            figures=({"item": "masques", "amount": n + 1, "unit": "masques"},) if n else (),
        )
        for n in range(4)
    ]
    publish(*rows[:2], number=7)
    make_initiative(published=False)
    keys, since = [*Initiative.objects.values_list("pk", flat=True), 0], position()

    def told() -> list:
        documents, changes = read_some(keys, since)
        held = {
            family: {key: ids.tolist() for key, ids in found.items()} for family, found in documents.families.items()
        }
        return [sorted(zip(documents.ids, documents.days, strict=True)), held, changes.initiatives, bool(changes)]

    outside = [told(), told()]
    with transaction.atomic():
        assert outside == [told(), told()]
    assert len(outside[0][0]) == 4
    assert {AREA, AUDIENCE, BULLETIN, COMMUNE, FIGURE, THEME, WORD} <= outside[0][1].keys()


def test_what_changed_is_read_by_one_query(db, django_assert_num_queries):
    """Beside the look at the log; names are told by one more, the log and the sets of one moment with them."""
    row = make_initiative("Masques")
    index = Index.read()
    Initiative.objects.filter(pk=row.pk).update(title="Visières")
    with django_assert_num_queries(2):
        assert index.fresh().position
    Theme.objects.filter(pk=row.theme_id).update(name="Autrement")
    with django_assert_num_queries(4):
        index.fresh()
    assert _found(index, "q=visières") == [row.pk]
