"""The fonts of what is printed: those of the house, or nothing.

Imported only when something is printed, as the printer itself.
"""

from __future__ import annotations

from typing import Any

from weasyprint.text.fonts import FontConfiguration

from bulletins.printing import PrintingUnavailable


class OwnFonts(FontConfiguration):
    """WeasyPrint passes over a font that it cannot read, and sets the text in whatever the machine has: a PDF that is
    kept would look so for ever. Raises PrintingUnavailable instead."""

    def add_font_face(self, rule_descriptors: Any, url_fetcher: Any) -> None:
        before = self._count()
        super().add_font_face(rule_descriptors, url_fetcher)
        if self._count() == before:
            name = rule_descriptors["font_family"]
            raise PrintingUnavailable(
                f"La police «\u00a0{name}\u00a0» des PDF est illisible\u00a0: réinstallez les fichiers de static/fonts."
            )

    def _count(self) -> int:
        """Each font that was read is a file of its folder, which is made with the first one."""
        return len(list(self._folder.iterdir())) if self._folder else 0
