"""The index over parts of words takes texts and names together: several words are then one question to it.

Before, each word was “in the texts or in the names”, which the index could answer for one word alone; of all that it
found, trigrams were made anew for the others.
"""

from django.db import migrations

# As in migration 0023: no statistics of parts of words.
FORWARD = r"""
CREATE INDEX initiatives_searched_together ON initiatives_searchedtext
USING gin (solidaire_trigrams(texts || E'\n' || names), solidaire_trigrams(digits));
ALTER INDEX initiatives_searched_together ALTER COLUMN 1 SET STATISTICS 0;
ALTER INDEX initiatives_searched_together ALTER COLUMN 2 SET STATISTICS 0;
DROP INDEX initiatives_searched;
"""

REVERSE = r"""
CREATE INDEX initiatives_searched ON initiatives_searchedtext
USING gin (solidaire_trigrams(texts), solidaire_trigrams(digits), solidaire_trigrams(names));
ALTER INDEX initiatives_searched ALTER COLUMN 1 SET STATISTICS 0;
ALTER INDEX initiatives_searched ALTER COLUMN 2 SET STATISTICS 0;
ALTER INDEX initiatives_searched ALTER COLUMN 3 SET STATISTICS 0;
DROP INDEX initiatives_searched_together;
"""


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0028_no_ring_by_two")]

    operations = [migrations.RunSQL(FORWARD, REVERSE)]
