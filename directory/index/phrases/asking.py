"""Which documents have which phrases: asked of PostgreSQL, which alone keeps where in a text its words stand."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from django.db import connections

from initiatives.models import Initiative

Candidates = dict[str, tuple[np.ndarray, np.ndarray]]

AT_ONCE = 50_000  # pairs of a document and a phrase in one statement
# A text is unpacked once for all its phrases. By the parts of the text in which the phrase stands, as `loading.WORDS`.
ASKED = """
    SELECT had.phrase,
           concat_ws(' ', 'word', CASE WHEN ts_filter(had.vector, '{a}') @@ had.query THEN 'title' END,
                     CASE WHEN ts_filter(had.vector, '{b}') @@ had.query THEN 'name' END),
           string_agg(int4send(had.document), ''::bytea)
    FROM (
      SELECT asked.phrase, asked.document, texts.vector, (SELECT %(queries)s::tsquery[])[asked.phrase] AS query
      FROM unnest(%(phrases)s::int[], %(documents)s::int[], %(ids)s::bigint[]) AS asked(phrase, document, id)
      JOIN (
        SELECT i.id, ts_filter(i.search_vector, '{a,b,c,d}') AS vector
        FROM initiatives_initiative i
        WHERE i.status = 'published' AND i.id IN (SELECT unnest(%(ids)s::bigint[])) OFFSET 0
      ) AS texts ON texts.id = asked.id
    ) AS had
    WHERE had.vector @@ had.query
    GROUP BY 1, 2
"""


def asked(candidates: Candidates) -> Iterator[tuple[str, list[str], np.ndarray]]:
    """`candidates` has, of each phrase, the numbers of documents and their initiatives. (phrase, parts, numbers) of the
    documents that have it, each phrase in several pieces."""
    if not candidates:
        return
    # An array is read from its start to what is asked of it.
    phrases = sorted(candidates, key=lambda text: -len(candidates[text][0]))
    of_phrase = np.concatenate([np.full(len(candidates[text][0]), at) for at, text in enumerate(phrases, 1)])
    documents = np.concatenate([candidates[text][0] for text in phrases])
    ids = np.concatenate([candidates[text][1] for text in phrases])
    order = np.argsort(ids, kind="stable")  # a text is asked for in one statement, or two
    for start in range(0, len(order), AT_ONCE):
        piece = order[start : start + AT_ONCE]
        with connections[Initiative.objects.db].cursor() as cursor:
            cursor.execute(
                ASKED,
                {
                    "phrases": _array(of_phrase[piece]),
                    "documents": _array(documents[piece]),
                    "ids": _array(ids[piece]),
                    "queries": phrases,
                },
            )
            for at, parts, numbers in cursor:
                yield phrases[at - 1], parts.split(), np.frombuffer(numbers, ">u4")


def _array(numbers: np.ndarray) -> str:
    """As PostgreSQL writes an array: read much faster than thousands of parameters."""
    return "{" + ",".join(map(str, numbers.tolist())) + "}"
