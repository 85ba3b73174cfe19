"""An act of a campaign, as plain data."""

from __future__ import annotations

from dataclasses import dataclass

HOST = "127.0.0.1"
TOKEN = "a" * 32  # of the forms: the cookie and the field say the same, as Django asks


@dataclass(frozen=True)
class Sent:
    path: str
    body: bytes
    cookies: str
    content_type: str = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Act:
    """`sent` to the web, or `command` of the worker, which is run at `now`.

    `page` is a public address that stands once it is done alone; `said`, words of the site that promise a mail.
    Where it `tells_failures`, the journal has a line of each.
    """

    label: str
    sent: Sent | None = None
    command: tuple[str, ...] = ()
    page: str = ""
    now: str = ""
    said: str = ""
    hour: str = ""  # at which it is due, where its faults are those of the clock alone
    tells_failures: bool = False
    plan: int = 0  # the bulletin that is due; no other one is

    @property
    def door(self) -> str:
        return "web" if self.sent else "worker"
