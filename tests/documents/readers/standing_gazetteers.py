"""Gazetteers that act while a text is recognised: they stand for code that a text would have led astray."""

from __future__ import annotations

import os
import socket
import time
from functools import cached_property
from pathlib import Path

from recognition.gazetteer import Gazetteer, Names


class Acting(Gazetteer):
    @cached_property
    def commune_names(self) -> Names:
        self.act()
        return Names([])

    def with_tables(self) -> Acting:
        return self

    def act(self) -> None:
        pass


class Endless(Acting):
    def act(self) -> None:
        while True:
            pass


class Asleep(Acting):
    def act(self) -> None:
        time.sleep(60)


class Greedy(Acting):
    def act(self) -> None:
        self.held = bytearray(3_000_000_000)


class Curious(Acting):
    """Succeeds only where it is refused all that it tries."""

    def act(self) -> None:
        for attempt in (
            lambda: Path("/etc/passwd").read_text(),
            lambda: Path("solidaire-essai").write_text(""),
            lambda: socket.create_connection(("127.0.0.1", 9)),
            os.fork,
            lambda: os.system("true"),
        ):
            try:
                attempt()
            except PermissionError:
                continue
            os._exit(3)
