"""Whether initiatives are found by the words that they hold."""

from __future__ import annotations

from django.db import connection

MOST_READ = 5000  # initiatives, the last changed: what was not touched since the last night has not aged

# Clearing the vector has the trigger make it anew; the whole is taken back afterwards.
ANEW = """
WITH read AS (
    SELECT id, title, search_vector AS kept FROM initiatives_initiative ORDER BY updated_at DESC, id DESC LIMIT %s
), anew AS (
    UPDATE initiatives_initiative AS made SET search_vector = NULL FROM read WHERE made.id = read.id
    RETURNING made.id, read.title, read.kept, made.search_vector AS due
)
SELECT title FROM anew WHERE {different} ORDER BY id
"""
# Words and their weights: in which order names of places stand is no word that anybody looks for.
WORDS = "tsvector_to_array(ts_filter({column}, '{{{weight}}}'))"
DIFFERENT = " OR ".join(
    f"{WORDS.format(column='kept', weight=weight)} IS DISTINCT FROM {WORDS.format(column='due', weight=weight)}"
    for weight in "abcd"
)


def words_are_fresh() -> list[str]:
    """The words by which the latest initiatives are found are those that their texts, places and names give today."""
    with connection.cursor() as cursor:
        cursor.execute(ANEW.format(different=DIFFERENT), [MOST_READ])
        return [
            f"« {title} » n’est pas trouvée par ses mots d’aujourd’hui : enregistrez-la de nouveau."
            for (title,) in cursor.fetchall()
        ]
