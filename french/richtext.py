"""The little formatting that officers may type, made into safe HTML: paragraphs, bold, italics, lists, links."""

import re
from functools import lru_cache
from html import unescape

import nh3
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

# “zero” knows paragraphs only. Headings, images, raw HTML and code stay as they were typed: the page has its own order.
MARKDOWN = MarkdownIt("zero", {"breaks": True, "html": False, "maxNesting": 12}).enable(
    ["emphasis", "link", "list", "newline", "escape", "autolink"]
)
# A bare address in running text; the punctuation that ends the sentence is not part of it.
ADDRESS = re.compile(
    r"""(?:https?://|\bwww\.)[^\s<>«»"]*[^\s<>«»".,;:!?)\]’'…]|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"""
)
TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a"}
SCHEMES = {"http", "https", "mailto", "tel"}


def _link_addresses(state: StateCore) -> None:
    """Addresses that stand bare in a paragraph become links, except inside a link."""
    for block in (token for token in state.tokens if token.children):
        depth, pieces = 0, []
        for token in block.children:
            depth += {"link_open": 1, "link_close": -1}.get(token.type, 0)
            pieces += [token] if depth or token.type != "text" else _linked(token.content)
        block.children = pieces


def _linked(text: str) -> list[Token]:
    pieces, end = [], 0
    for found in ADDRESS.finditer(text):
        address = found.group()
        scheme = "" if address.startswith("http") else "mailto:" if "@" in address else "https://"
        pieces += [
            Token("text", "", 0, content=text[end : found.start()]),
            Token("link_open", "a", 1, attrs={"href": scheme + address}),
            Token("text", "", 0, content=address),
            Token("link_close", "a", -1),
        ]
        end = found.end()
    return [*pieces, Token("text", "", 0, content=text[end:])]


MARKDOWN.core.ruler.push("link_addresses", _link_addresses)


@lru_cache(maxsize=1_024)
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
