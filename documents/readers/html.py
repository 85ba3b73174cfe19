"""The text of a scrap of HTML, one line a block, with the targets of its links written out where they are hidden."""

from __future__ import annotations

from html.parser import HTMLParser

_INLINE = frozenset(
    "a,abbr,b,big,cite,code,em,font,i,mark,q,s,small,span,strike,strong,sub,sup,u".split(",")  # noqa: SIM905 - one line
)
_SILENT = ("script", "style")


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.targets: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.targets.append(dict(attrs).get("href") or "")
        elif tag in _SILENT:
            self.silent += 1
        elif tag not in _INLINE:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self.targets:
            target = self.targets.pop().removeprefix("mailto:")
            if target and target not in "".join(self.parts[-4:]):
                self.parts.append(f" ({target})")
        elif tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag not in _INLINE:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(data)


def text_of_html(source: str) -> str:
    parser = _Text()
    parser.feed(source)
    parser.close()
    return "".join(parser.parts)
