"""Asking web addresses whether they still lead somewhere: by the command or the worker, never within a request."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.utils import timezone

from bulletins.checks.texts import texts_of
from bulletins.models import Bulletin
from bulletins.snapshots import sections_of
from french.wording import counted
from organisations.contacts import WEB_KINDS
from organisations.models import Contact
from workshop.models import LinkCheck
from workshop.proof.advice.links import addresses_of

TIMEOUT = 10  # seconds
AT_ONCE = 8
AGENT = "Solidaire (vérification des liens)"
Reachable = Callable[[str], bool]


class Unreachable(OSError):
    """The name leads into a network where no public page can be."""


def is_public_address(address: str) -> bool:
    """Whether an IP address is one of the public internet: texts are typed by people, and must not make the server
    ask machines of its own network."""
    return ipaddress.ip_address(address.partition("%")[0]).is_global


@dataclass(frozen=True)
class Report:
    """What a checking found. `is_offline`: nothing answered at all, and nothing was written."""

    checked: int
    dead: int
    is_offline: bool = False

    def __str__(self) -> str:
        if self.is_offline:
            return "Aucun site n’a répondu : ce serveur atteint-il internet ? Rien n’est changé."
        dead = counted(self.dead, "ne mène plus à rien", "ne mènent plus à rien")
        return f"{counted(self.checked, 'lien vérifié', 'liens vérifiés')}, dont {dead}."


def printed_addresses() -> set[str]:
    """The web addresses of the drafts in preparation and of the contacts that the directory shows."""
    drafts = Bulletin.objects.filter(status=Bulletin.Status.DRAFT).select_related("series")
    found = set(Contact.objects.public().filter(kind__in=WEB_KINDS).values_list("value", flat=True))
    for bulletin in drafts:
        sections = sections_of(bulletin)
        found |= set(addresses_of(bulletin, sections, list(texts_of(bulletin, sections))))
    return {url for url in found if url.startswith(("http://", "https://")) and len(url) <= 600}


def check_links(
    urls: Iterable[str] | None = None, *, now: datetime | None = None, may_reach: Reachable = is_public_address
) -> Report:
    """Ask each address once and keep its answer with the day; addresses that nothing prints any more are forgotten.

    When nothing at all answers, the fault is ours: what was known is kept.
    """
    asked = sorted(printed_addresses() if urls is None else set(urls))
    # Several at once: on a network that swallows requests each would wait for its ten seconds.
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = dict(zip(asked, pool.map(partial(answer_of, may_reach=may_reach), asked), strict=True))
    if asked and all(status is None for status in answers.values()) and len(asked) > 1:
        return Report(len(asked), 0, is_offline=True)
    now = now or timezone.now()
    rows = [LinkCheck(url=url, checked_at=now, status=status) for url, status in answers.items()]
    LinkCheck.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["url"], update_fields=["checked_at", "status"]
    )
    if urls is None:
        LinkCheck.objects.exclude(url__in=asked).delete()
    return Report(len(rows), sum(row.is_dead for row in rows))


def check_nightly(now: datetime) -> str:
    """The work of the night, and its sentence for the journal."""
    return str(check_links(now=now))


def answer_of(url: str, *, may_reach: Reachable = is_public_address) -> int | None:
    """The HTTP status after redirections; None when nothing answers, or nothing that the public could reach."""
    # Put together by hand: the usual one also follows a redirection to ftp, past the rule.
    opener = urllib.request.OpenerDirector()
    for handler in (
        _Plain(may_reach),
        _Secure(may_reach),
        urllib.request.HTTPRedirectHandler(),
        urllib.request.HTTPCookieProcessor(),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.UnknownHandler(),
    ):
        opener.add_handler(handler)
    try:
        request = urllib.request.Request(url, headers={"User-Agent": AGENT, "Accept": "*/*"})
        with opener.open(request, timeout=TIMEOUT) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        with error:
            return error.code
    except (OSError, http.client.HTTPException, ValueError, UnicodeError):
        return None


def _connect(host: str, port: int, timeout: Any, *, may_reach: Reachable) -> socket.socket:
    """A connection to an address of `host` that was judged itself, so that no second look-up gives another."""
    problem: OSError = Unreachable(host)
    for family, kind, protocol, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        if not may_reach(address[0]):
            continue
        connection = socket.socket(family, kind, protocol)
        try:
            connection.settimeout(timeout)
            connection.connect(address)
        except OSError as error:
            connection.close()
            problem = error
        else:
            return connection
    raise problem


class _PlainConnection(http.client.HTTPConnection):
    def __init__(self, *args: Any, may_reach: Reachable, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.may_reach = may_reach

    def connect(self) -> None:
        self.sock = _connect(self.host, self.port, self.timeout, may_reach=self.may_reach)


class _SecureConnection(http.client.HTTPSConnection):
    def __init__(self, *args: Any, may_reach: Reachable, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.may_reach, self.context = may_reach, ssl.create_default_context()

    def connect(self) -> None:
        plain = _connect(self.host, self.port, self.timeout, may_reach=self.may_reach)
        self.sock = self.context.wrap_socket(plain, server_hostname=self.host)


class _Plain(urllib.request.HTTPHandler):
    def __init__(self, may_reach: Reachable) -> None:
        super().__init__()
        self.may_reach = may_reach

    def http_open(self, request: urllib.request.Request) -> Any:
        return self.do_open(partial(_PlainConnection, may_reach=self.may_reach), request)


class _Secure(urllib.request.HTTPSHandler):
    def __init__(self, may_reach: Reachable) -> None:
        super().__init__()
        self.may_reach = may_reach

    def https_open(self, request: urllib.request.Request) -> Any:
        return self.do_open(partial(_SecureConnection, may_reach=self.may_reach), request)
