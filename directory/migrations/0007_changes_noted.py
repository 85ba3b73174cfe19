"""What the directory finds, or a card shows, changes with these tables: the log of changes is written by their triggers,
in the transaction of the change, whatever path it takes.

Triggers of statements, with transition tables: a statement notes one row, however many initiatives it touches. What is
attached to an initiative (places, persons, figures…) touches the initiative itself already (`initiatives` 0002 and 0004).
"""

from django.db import migrations

MOST_TOLD = 5000  # initiatives in a row; what alters more alters everything

NOTE = f"""
ALTER TABLE directory_change ALTER transaction SET DEFAULT pg_current_xact_id()::text::bigint;
ALTER TABLE directory_change ALTER is_vocabulary SET DEFAULT false;
ALTER TABLE directory_change ALTER noted_at SET DEFAULT clock_timestamp();

CREATE FUNCTION directory_note(found bigint[], is_vocabulary boolean) RETURNS void
LANGUAGE sql AS $$
  INSERT INTO directory_change (initiatives, is_vocabulary)
  SELECT CASE WHEN cardinality(found) <= {MOST_TOLD} THEN found END, is_vocabulary
  WHERE is_vocabulary OR cardinality(found) > 0
$$;

CREATE FUNCTION directory_everything_changed() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO directory_change (initiatives, is_vocabulary) VALUES (NULL, true);
  RETURN NULL;
END $$;
"""
UNNOTE = "DROP FUNCTION directory_everything_changed(); DROP FUNCTION directory_note(bigint[], boolean);"

NOTHING = "'{}'::bigint[]"
PUBLIC = "FROM initiatives_initiative WHERE status = 'published' AND"
OF_PICTURES = (
    "(SELECT array_agg(id) FROM (SELECT initiative_id AS id FROM {0} UNION SELECT i.merged_into_id FROM {0} r "
    "JOIN initiatives_initiative i ON i.id = r.initiative_id WHERE i.merged_into_id IS NOT NULL) AS owners)"
)


def _attached(link: str, column: str, key: str = "id") -> str:
    """Public initiatives to which a changed row is attached."""
    return (
        f"(SELECT array_agg(DISTINCT l.initiative_id) FROM {link} l JOIN changed c ON c.{key} = l.{column} "
        "JOIN initiatives_initiative i ON i.id = l.initiative_id AND i.status = 'published')"
    )


# Table, event → the initiatives that a statement alters, and whether the words of filters may change.
# `changed` holds the rows of which one of the columns named differs, `new_rows` and `old_rows` those of the statement.
NOTED = (
    ("initiatives_initiative", "INSERT", "", "(SELECT array_agg(id) FROM new_rows WHERE status = 'published')", False),
    ("initiatives_initiative", "DELETE", "", "(SELECT array_agg(id) FROM old_rows WHERE status = 'published')", False),
    ("initiatives_initiative", "UPDATE", "",
     "(SELECT array_agg(n.id) FROM new_rows n JOIN old_rows o USING (id) WHERE 'published' IN (n.status, o.status))",
     False),
    ("initiatives_picture", "INSERT", "", OF_PICTURES.format("new_rows"), False),
    ("initiatives_picture", "UPDATE", "", OF_PICTURES.format("new_rows"), False),
    ("initiatives_picture", "DELETE", "", OF_PICTURES.format("old_rows"), False),
    ("bulletins_citation", "INSERT", "", "(SELECT array_agg(DISTINCT initiative_id) FROM new_rows)", False),
    ("bulletins_citation", "DELETE", "", "(SELECT array_agg(DISTINCT initiative_id) FROM old_rows)", False),
    ("bulletins_citation", "UPDATE", "",
     "(SELECT array_agg(DISTINCT initiative_id) FROM (SELECT initiative_id FROM new_rows UNION ALL "
     "SELECT initiative_id FROM old_rows) AS cited)", False),
    ("bulletins_bulletin", "UPDATE", "status, number, slug, title, dated_on, kind",
     _attached("bulletins_citation", "bulletin_id"), True),
    ("organisations_organisation", "UPDATE", "name, other_names, slug, kind, is_nameless",
     _attached("initiatives_participation", "organisation_id"), False),
    ("initiatives_theme", "UPDATE", "name, slug, pictogram, position",
     f"(SELECT array_agg(id) {PUBLIC} theme_id IN (SELECT id FROM changed))", True),
    ("initiatives_audience", "UPDATE", "name, slug",
     _attached("initiatives_initiative_audiences", "audience_id"), True),
    ("communes_area", "UPDATE", "name, slug, kind, locative", _attached("initiatives_coverage", "area_id"), True),
    ("communes_commune", "UPDATE",
     "name, slug, sort_key, in_territory, department_code, epci_id, latitude, longitude, postal_codes, population",
     _attached("initiatives_place", "commune_id", "insee"), True),
    *((table, event, "", NOTHING, True)
      for table in ("initiatives_theme", "initiatives_audience", "communes_area", "communes_commune")
      for event in ("INSERT", "DELETE")),
    *((table, event, "", NOTHING, True)
      for table in ("communes_area_communes", "communes_communealias", "communes_areaalias", "directory_synonymfamily")
      for event in ("INSERT", "UPDATE", "DELETE")),
)  # fmt: skip
EMPTIED = (
    "initiatives_initiative", "initiatives_place", "initiatives_coverage", "initiatives_participation",
    "initiatives_initiative_audiences", "bulletins_citation", "bulletins_bulletin", "initiatives_theme",
    "communes_area", "communes_commune", "communes_area_communes", "directory_change",
)  # fmt: skip
ROWS = {
    "INSERT": "NEW TABLE AS new_rows",
    "DELETE": "OLD TABLE AS old_rows",
    "UPDATE": "OLD TABLE AS old_rows NEW TABLE AS new_rows",
}


def _trigger(table: str, event: str, columns: str, found: str, is_vocabulary: bool) -> str:
    """The rows may be none: an UPDATE that met no row fires its trigger all the same."""
    name = f"directory_{table}_{event.lower()}"
    rows = "new_rows" if event != "DELETE" else "old_rows"
    if columns:
        key = "insee" if table == "communes_commune" else "id"
        one, other = (", ".join(f"{row}.{column.strip()}" for column in columns.split(",")) for row in "no")
        kept = f"SELECT n.* FROM new_rows n JOIN old_rows o USING ({key}) WHERE ({one}) IS DISTINCT FROM ({other})"
        body = (
            f"IF EXISTS ({kept}) THEN PERFORM directory_note((WITH changed AS ({kept}) "
            f"SELECT coalesce({found}, {NOTHING})), {is_vocabulary}); END IF;"
        )
    else:
        body = (
            f"IF EXISTS (SELECT FROM {rows}) THEN "
            f"PERFORM directory_note(coalesce({found}, {NOTHING}), {is_vocabulary}); END IF;"
        )
    return (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN NULL; END $$; "
        f"CREATE TRIGGER {name} AFTER {event} ON {table} REFERENCING {ROWS[event]} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {name}();"
    )


def _forwards() -> str:
    emptied = [
        f"CREATE TRIGGER directory_{table}_truncate AFTER TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION directory_everything_changed();"
        for table in EMPTIED
    ]
    return "\n".join([NOTE, *(_trigger(*one) for one in NOTED), *emptied])


def _backwards() -> str:
    parts = [f"DROP TRIGGER directory_{table}_truncate ON {table};" for table in EMPTIED]
    for table, event, *_ in NOTED:
        name = f"directory_{table}_{event.lower()}"
        parts.append(f"DROP TRIGGER {name} ON {table}; DROP FUNCTION {name}();")
    return "\n".join([*parts, UNNOTE])


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0006_change_log"),
        ("initiatives", "0021_pictures"),
        ("bulletins", "0014_sign_off"),
    ]

    operations = [migrations.RunSQL(sql=_forwards(), reverse_sql=_backwards())]
