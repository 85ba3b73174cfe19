"""The memory of pages that were made: bounded, of one moment of the database, safe between threads."""

from __future__ import annotations

import gzip
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from threading import Lock

from django.http import HttpResponse
from django.utils.cache import patch_vary_headers

from bulletins.outputs.keeping import changed_at

Key = tuple[str, str, str]  # site, path, query
Files = dict[Path, int | None]  # with the moment of their last change

WORTH_PACKING = 200  # bytes, as `GZipMiddleware` has it


@dataclass
class Page:
    content: bytes
    headers: dict[str, str]
    files: Files = field(default_factory=dict)

    @cached_property
    def packed(self) -> bytes:
        """A public page holds no secret that its length could betray: packed once for all."""
        return gzip.compress(self.content, compresslevel=6, mtime=0)

    @property
    def size(self) -> int:
        return 2 * len(self.content)

    def is_current(self) -> bool:
        return all(changed_at(path) == then for path, then in self.files.items())

    def answer(self, *, is_packed: bool) -> HttpResponse:
        is_packed = is_packed and len(self.content) >= WORTH_PACKING
        response = HttpResponse(self.packed if is_packed else self.content, headers=self.headers)
        response["Content-Length"] = str(len(response.content))
        if is_packed:
            response["Content-Encoding"] = "gzip"
            patch_vary_headers(response, ["Accept-Encoding"])
        return response


class KeptPages:
    """The pages of one mark, the least asked for leave first. Safe between threads."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.size = 0
        self.mark: tuple | None = None
        self.pages: OrderedDict[Key, Page] = OrderedDict()
        self.lock = Lock()

    def find(self, key: Key, mark: tuple) -> Page | None:
        with self.lock:
            if mark != self.mark:
                self.pages.clear()
                self.mark, self.size = mark, 0
            if page := self.pages.get(key):
                self.pages.move_to_end(key)
            return page

    def keep(self, key: Key, mark: tuple, page: Page) -> None:
        """Nothing, when another request has seen a younger mark since."""
        with self.lock:
            if mark != self.mark or page.size > self.most_bytes // 4:
                return
            if former := self.pages.pop(key, None):
                self.size -= former.size
            self.pages[key] = page
            self.size += page.size
            while self.size > self.most_bytes:
                self.size -= self.pages.popitem(last=False)[1].size
