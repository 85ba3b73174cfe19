"""What the printer may load for a text: its own pictures, from the database.

No request leaves the server. Imported only when something is printed, as the printer itself.
"""

from __future__ import annotations

from typing import Any

from weasyprint.urls import URLFetcher, URLFetcherResponse

from bulletins.pictures.files import jpeg_of
from bulletins.presenting import Issue, pictures_of


class PictureFetcher(URLFetcher):
    """Refuses every address but those of the issue's pictures and of `allowed_protocols`: what names another one is
    printed without it."""

    def __init__(self, issue: Issue, *, origin: str, allowed_protocols: tuple[str, ...] = ()) -> None:
        super().__init__(allowed_protocols=allowed_protocols)
        self.pictures = {origin + one["src"]: one for one in pictures_of(issue.content)}

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        if url not in self.pictures:
            return super().fetch(url, headers)
        data = jpeg_of(self.pictures[url])
        if data is None:
            raise ValueError(f"Image retirée entre-temps : {url}")
        return URLFetcherResponse(url, data, {"Content-Type": "image/jpeg"})
