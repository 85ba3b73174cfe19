"""The little formatting that officers may type, made into safe HTML: paragraphs, bold, italics, lists, links."""

import re
from html import unescape

import nh3
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

# “zero” knows paragraphs only. Headings, images, raw HTML and code stay as they were typed: the page has its own order.
MARKDOWN = MarkdownIt("zero", {"breaks": True, "html": False, "maxNesting": 12}).enable(
    ["emphasis", "link", "list", "newline", "escape", "autolink"]
)
TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a"}
SCHEMES = {"http", "https", "mailto", "tel"}


def render_text(text: str) -> SafeString:
    """Safe HTML of a text typed by an officer. An empty text gives an empty string."""
    html = MARKDOWN.render(text.replace("\x00", ""))
    return mark_safe(
        nh3.clean(
            html, tags=TAGS, attributes={"a": {"href"}}, url_schemes=SCHEMES, link_rel="nofollow noopener noreferrer"
        ).strip()
    )


def plain_text(text: str) -> str:
    """The same text without its formatting, on one line: for summaries, feeds and exports."""
    words = unescape(strip_tags(render_text(text)))  # the renderer ends each block with a line break
    # Not `split()`, which would part “10 000” at its non-breaking space.
    return re.sub(r"[ \t\r\n]+", " ", words).strip()
