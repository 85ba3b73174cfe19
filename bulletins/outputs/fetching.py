"""What the printer may load for a text: the pictures of its own entries, from the database.

No request leaves the server. Imported only when something is printed, as the printer itself.
"""

from __future__ import annotations

from typing import Any

from weasyprint.urls import URLFetcher, URLFetcherResponse

from bulletins.presenting import Issue
from bulletins.reading import entries_of
from initiatives.pictures.models import Rendition


class PictureFetcher(URLFetcher):
    """Refuses every address but those of the issue's pictures and of `allowed_protocols`: what names another one is
    printed without it."""

    def __init__(self, issue: Issue, *, origin: str, allowed_protocols: tuple[str, ...] = ()) -> None:
        super().__init__(allowed_protocols=allowed_protocols)
        shown = [entry["picture"] for entry in entries_of(issue.content) if entry.get("picture")]
        self.pictures = {origin + one["src"]: (one["sha256"], one["shared_width"]) for one in shown}

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        if url not in self.pictures:
            return super().fetch(url, headers)
        sha256, width = self.pictures[url]
        file = Rendition.objects.filter(picture__sha256=sha256, width=width, format=Rendition.Format.JPEG).first()
        if file is None:
            raise ValueError(f"Image retirée entre-temps : {url}")
        return URLFetcherResponse(url, bytes(file.data), {"Content-Type": "image/jpeg"})
