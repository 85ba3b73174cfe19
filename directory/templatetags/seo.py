"""What search engines and social networks read."""

import json
from typing import Any

from django import template
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from communes.site import absolute_url

register = template.Library()

# “</script>” in a text must not end the element; JSON reads these escapes back.
ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@register.simple_tag(takes_context=True)
def absolute(context: Context, path: str) -> str:
    """The full address of a path of the site."""
    return absolute_url(context.request, path)


@register.filter("json_ld")
def json_ld(data: dict[str, Any]) -> SafeString:
    """A data block: browsers never run it, so the content security policy lets it stand inline."""
    text = mark_safe(json.dumps(data, ensure_ascii=False).translate(ESCAPES))
    return format_html('<script type="application/ld+json">{}</script>', text)
