"""The columns and fields of the exports, for the page that describes them."""

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from directory.outputs.exports import COLUMNS, FIGURE_COLUMNS, JSON_FIELDS
from directory.outputs.geojson import GEOJSON_FIELDS

register = template.Library()


@register.filter
def breakable(name: str) -> SafeString:
    """`communes_beneficiaires` may end a line after its underscore, so that a phone shows the whole table."""
    return format_html_join(mark_safe("_<wbr>"), "{}", ((part,) for part in name.split("_")))


@register.simple_tag
def spreadsheet_columns() -> tuple:
    return COLUMNS


@register.simple_tag
def json_fields() -> dict[str, str]:
    return JSON_FIELDS


@register.simple_tag
def figures_columns() -> tuple:
    return FIGURE_COLUMNS


@register.simple_tag
def geojson_fields() -> dict[str, str]:
    return GEOJSON_FIELDS
