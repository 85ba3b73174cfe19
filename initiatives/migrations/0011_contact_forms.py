"""The search drops a hidden contact in the forms that the pages hide too: dashes of all kinds, “(at)”, slashes."""

from django.db import migrations

GAP_BEFORE = r"[\s\u00a0\u202f.-]*"
GAP = r"[\s\u00a0\u202f\u2010-\u2015\u200b\u2060.,/_*-]{0,5}"
EMAIL_BEFORE = "WHEN kind IN ('email', 'other') THEN '***=' || nullif(value, '')"
EMAIL = r"""WHEN kind = 'email' THEN replace(
      regexp_replace(nullif(value, ''), '([][+.*?^$(){}|\\])', '\\\1', 'g'),
      '@', '\s*(?:@|[[(](?:at|a|arobase)[])])\s*')
    WHEN kind = 'other' THEN '***=' || nullif(value, '')"""
FUNCTION = r"""
CREATE OR REPLACE FUNCTION solidaire_contact_pattern(kind text, value text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN kind = 'phone' AND national = '' THEN NULL
    WHEN kind = 'phone' AND national LIKE '0%' THEN
      '(?<!\d)(?:(?:\+|00){GAP}33{GAP}(?:\(0\){GAP})?|0{GAP})'
      || array_to_string(string_to_array(substr(national, 2), NULL), '{GAP}') || '(?!\d)'
    WHEN kind = 'phone' THEN '(?<!\d)' || array_to_string(string_to_array(national, NULL), '{GAP}') || '(?!\d)'
    {EMAIL}
    ELSE '***=' || nullif(rtrim(regexp_replace(value, '^https?://(www\.)?', ''), '/'), '')
  END
  FROM (SELECT CASE WHEN value LIKE '+33%' THEN '0' || substr(digits, 3) ELSE digits END AS national
        FROM (SELECT regexp_replace(value, '\D', '', 'g') AS digits) AS bare) AS phone
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0010_state_as_known")]

    operations = [
        migrations.RunSQL(
            sql=FUNCTION.replace("{GAP}", GAP).replace("{EMAIL}", EMAIL),
            reverse_sql=FUNCTION.replace("{GAP}", GAP_BEFORE).replace("{EMAIL}", EMAIL_BEFORE),
        )
    ]
