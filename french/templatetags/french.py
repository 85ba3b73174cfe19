"""French typography in templates."""

from datetime import date

from django import template
from django.template.defaultfilters import date as date_filter
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from french import typography, wording
from french.richtext import plain_text, render_text

register = template.Library()

register.filter("number", wording.number)
register.filter("at_commune", wording.at_commune)
register.filter("of_commune", wording.of_commune)
register.filter("rich_text", render_text)
register.filter("plain_text", plain_text)
register.filter("shortened", wording.shortened)


@register.filter
def unbroken(value: object) -> SafeString:
    """A sentence, or a rendered list of them, without a line end before “: ; ? ! »”."""
    return mark_safe(typography.unbroken(conditional_escape(str(value))))


@register.filter
def typographic(value: object) -> str:
    """An official name, or what carries one, with the curved apostrophe."""
    return wording.typographic(str(value))


@register.filter
def long_date(day: date | None) -> str:
    """“1er avril 2020”; nothing for no day."""
    return wording.long_date(day) if day else ""


@register.filter(expects_localtime=True)
def dated(value: date | None, form: str) -> str:
    """Django’s `date`, with “1er”: `{{ moment|dated:"j F Y" }}`."""
    return wording.with_first(date_filter(value, form))


@register.filter
def counted(value: int, noun: str) -> str:
    """`{{ n|counted:"initiative" }}` gives “21 initiatives”; `"cheval,chevaux"` names the plural."""
    return wording.counted(value, *noun.split(","))
