"""A text that reaches the printer loads nothing: no address of the network, no file of the server, no attachment."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import SimpleNamespace

import pikepdf
import pytest
import weasyprint

from bulletins.pictures.fetching import PictureFetcher
from bulletins.presenting import issues_of
from bulletins.printing import render_pdf
from bulletins.services import publish_bulletin
from tests.bulletins.issues import make_cited, make_draft

LOADING = (
    "<img src='{0}'>",
    "<link rel=stylesheet href='{0}'>",
    "<link rel=attachment href='{0}'>",
    "<style>@import '{0}';</style>",
    "<p style=\"background: url('{0}')\">a</p>",
    "<style>p {{ content: url('{0}') }} @font-face {{ font-family: a; src: url('{0}') }} "
    "p {{ font-family: a }}</style><p>a</p>",
    "<object data='{0}'></object>",
    "<embed src='{0}'>",
    "<a rel=attachment href='{0}'>a</a>",
    "<svg><image href='{0}' width=9 height=9 /><use href='{0}#a' /></svg>",
    "<ul style=\"list-style-image: url('{0}')\"><li>a</ul>",
    "<base href='{0}'><img src=a>",
)


@pytest.fixture
def listener() -> Iterator[SimpleNamespace]:
    """A machine of the network, and what it was asked."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

        def log_message(self, *told: object) -> None: ...

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield SimpleNamespace(url=f"http://127.0.0.1:{server.server_port}/secret", asked=asked)
        server.shutdown()
        thread.join()


def _printed(html: str, **options: object) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(weasyprint.HTML(string=html, base_url="https://exemple.fr/", **options).write_pdf()))


def test_printer_asks_nobody_and_attaches_nothing(listener):
    """Even where the page itself let markup through."""
    issue = SimpleNamespace(content={"picture": None, "logo": None, "sections": []})
    fetcher = PictureFetcher(issue, origin="https://exemple.fr")
    for address in (listener.url, "file:///etc/passwd", "ftp://127.0.0.1/a", "data:text/plain,secret"):
        with _printed("".join(one.format(address) for one in LOADING), url_fetcher=fetcher) as pdf:
            assert len(pdf.attachments) == 0
            assert len(pdf.pages) >= 1
    assert listener.asked == []


def test_printer_left_to_itself_asks(listener):
    """The control: without our fetcher the same page asks the network and attaches files of the server."""
    with _printed("".join(one.format(listener.url) for one in LOADING[:5])):
        assert listener.asked != []


def test_texts_of_a_bulletin_load_nothing(db, editor, listener, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    traps = [one.format(listener.url) for one in LOADING] + [
        f"![a]({listener.url})",
        f"[a]({listener.url})",
        "[a](file:///etc/passwd)",
    ]
    cited = [make_cited(f"Titre {trap}"[:200], summary=trap) for trap in traps]
    bulletin = publish_bulletin(bulletin=make_draft(*cited, introduction=" ".join(traps)), by=editor)
    (issue,) = issues_of([bulletin.editions.get()])
    with pikepdf.open(io.BytesIO(render_pdf(issue, origin="https://exemple.fr"))) as pdf:
        assert len(pdf.attachments) == 0
    assert listener.asked == []
