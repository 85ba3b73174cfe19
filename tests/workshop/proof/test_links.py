"""Links are asked of a real server, and the server asks nobody within its own network."""

import threading
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError

from tests.builders import NOW, make_contact
from tests.bulletins.issues import make_cited, make_draft
from workshop.models import LinkCheck
from workshop.proof.links import answer_of, check_links, check_nightly, is_public_address, printed_addresses

LATER = datetime(2020, 5, 4, 3, 0, tzinfo=UTC)


class Answers(BaseHTTPRequestHandler):
    """Answers /404 by 404, /vers-404 by a redirection there."""

    asked: list[str] = []

    def do_GET(self):
        self.asked.append(self.path)
        if self.path.startswith("/vers-"):
            self.send_response(302)
            target = self.path.removeprefix("/vers-")
            self.send_header("Location", target if ":" in target else f"/{target}")
        else:
            self.send_response(int(self.path[1:]))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def site():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def anywhere(address):
    return True


@pytest.mark.parametrize(
    ("path", "status"), [("/200", 200), ("/404", 404), ("/410", 410), ("/503", 503), ("/403", 403), ("/vers-404", 404)]
)
def test_answer_of_a_site(site, path, status):
    assert answer_of(site + path, may_reach=anywhere) == status


def test_what_does_not_answer_has_no_status(site):
    for url in ("http://127.0.0.1:9/", "http://rien.invalid/", "ftp://127.0.0.1/", "http://[::1", "http:// a"):
        assert answer_of(url, may_reach=anywhere) is None


def test_redirection_to_something_else_than_a_page_is_not_followed(site):
    assert answer_of(f"{site}/vers-ftp://127.0.0.1:9/", may_reach=anywhere) is None
    assert answer_of(f"{site}/vers-file:///etc/hostname", may_reach=anywhere) in (None, 302)


def test_own_network_is_not_asked(site):
    Answers.asked.clear()
    assert answer_of(f"{site}/200") is None
    assert Answers.asked == []
    assert answer_of(f"{site}/200", may_reach=anywhere) == 200  # the control: without the rule it is reached
    assert Answers.asked == ["/200"]


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.0.0.1", "192.168.1.1", "169.254.169.254", "::1", "fe80::1%eth0", "0.0.0.0"]
)
def test_addresses_of_a_network_of_ours_are_not_public(address):
    assert not is_public_address(address)
    assert is_public_address("93.184.216.34")


@pytest.mark.django_db
def test_answers_are_kept_with_their_day(site):
    urls = [f"{site}/200", f"{site}/404"]
    report = check_links(urls, now=NOW, may_reach=anywhere)
    assert (report.checked, report.dead) == (2, 1)
    assert [row.url for row in LinkCheck.objects.dead()] == [f"{site}/404"]
    LinkCheck.objects.filter(url=urls[0]).update(status=503)
    check_links(urls, now=LATER, may_reach=anywhere)
    assert list(LinkCheck.objects.values_list("status", "checked_at")) == [(200, LATER), (404, LATER)]


@pytest.mark.django_db
@pytest.mark.parametrize("status", [None, 100, 200, 301, 399, 400, 401, 403, 404, 405, 406, 410, 429, 500, 599])
def test_dead_is_the_same_in_the_list_and_on_the_row(status):
    row = LinkCheck.objects.create(url="https://exemple.fr", checked_at=NOW, status=status)
    assert row.is_dead == LinkCheck.objects.dead().exists()


@pytest.mark.django_db
def test_addresses_of_drafts_and_public_contacts_are_asked():
    contact = make_contact("https://b.exemple.fr", kind="website")
    make_contact("https://secret.exemple.fr", kind="website", is_public=False)
    draft = make_draft(make_cited(summary="Voyez www.a.exemple.fr et don@exemple.fr.", contacts=(contact,)))
    draft.links.create(label="Aider", url="https://c.exemple.fr")
    assert printed_addresses() == {"https://www.a.exemple.fr", "https://b.exemple.fr", "https://c.exemple.fr"}


@pytest.mark.django_db
def test_what_is_printed_no_more_is_forgotten(site):
    LinkCheck.objects.create(url="https://ancien.exemple.fr", checked_at=NOW, status=404)
    make_contact(f"{site}/200", kind="website")
    check_links(may_reach=anywhere)
    assert list(LinkCheck.objects.values_list("url", "status")) == [(f"{site}/200", 200)]


@pytest.mark.django_db
def test_server_without_internet_condemns_nobody():
    LinkCheck.objects.create(url="http://a.invalid", checked_at=NOW, status=200)
    for host in ("a", "b"):
        make_contact(f"http://{host}.invalid", kind="website")
    with pytest.raises(CommandError, match="Aucun site"):
        call_command("verifier_liens")
    assert LinkCheck.objects.get().status == 200


@pytest.mark.django_db
def test_night_has_nothing_to_ask_and_says_so():
    assert check_nightly(NOW) == "0\u00a0lien vérifié, dont 0\u00a0ne mène plus à rien."


@pytest.mark.django_db
def test_status_is_one_of_http():
    with pytest.raises(IntegrityError, match="status_of_http"):
        LinkCheck.objects.create(url="https://exemple.fr", checked_at=NOW, status=7)
