"""Small components that a page shows by the dozen, each set once a process."""

from functools import cache, lru_cache

from django import template
from django.template.loader import get_template
from django.urls import reverse
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

register = template.Library()

MOST_KEPT = 500


@register.simple_tag
def icon(name: str, *, label: str = "", size: str = "") -> SafeString:
    """`components/icon.html`; the pictograms are few and their words come from templates alone."""
    return _icon(*map(conditional_escape, (name, label, size)))  # what is kept is told apart as it is written


@lru_cache(maxsize=MOST_KEPT)
def _icon(name: SafeString, label: SafeString, size: SafeString) -> SafeString:
    return get_template("components/icon.html").render({"name": name, "label": label, "size": size})


@register.simple_tag
def address(name: str) -> str:
    """As `{% url %}`, of a page that no argument tells from others: the frame of every page names a dozen."""
    return _address(name)


@cache
def _address(name: str) -> str:
    return reverse(name)
