"""Two officers at once: the second is told, nothing is written twice."""

from __future__ import annotations

from threading import Event, Thread

import pytest
from django.db import connection, transaction

from bulletins.models import Bulletin
from documents.models import DocumentImport
from documents.refusals import ImportRefusal
from documents.services import accept_everything, accept_import, receive_document
from initiatives.models import Initiative
from tests.builders import make_bulletin, make_series, make_user
from tests.documents.sample import RELEASE

pytestmark = pytest.mark.django_db(transaction=True)  # rows that other connections see


@pytest.fixture
def ready():
    """A review with all accepted."""
    make_series()
    by = make_user()
    review = receive_document(data=RELEASE.encode(), filename="x.txt", by=by)
    return accept_everything(review=review, by=by)


def test_number_taken_while_accepting_is_refused_whole(ready):
    held, go_on = Event(), Event()

    def take_number():
        try:
            with transaction.atomic():
                make_bulletin(number=9)
                held.set()
                go_on.wait(5)
        finally:
            connection.close()

    other = Thread(target=take_number)
    other.start()
    assert held.wait(5)
    Thread(target=lambda: (Event().wait(0.5), go_on.set())).start()  # by then our insert waits for the other
    with pytest.raises(ImportRefusal, match="Recommencez"):
        accept_import(review=ready, by=ready.created_by)
    other.join()
    assert Bulletin.objects.count() == 1
    assert not Initiative.objects.exists()
    assert DocumentImport.objects.get().status == "review"


def test_accepting_twice_at_once_writes_once(ready):
    outcomes: list[str] = []

    def accept():
        try:
            accept_import(review=ready, by=ready.created_by)
            outcomes.append("written")
        except ImportRefusal as refusal:
            outcomes.append(str(refusal))
        finally:
            connection.close()

    threads = [Thread(target=accept) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted("written" if one == "written" else "refused" for one in outcomes) == ["refused", "written"]
    assert Bulletin.objects.count() == 1
    assert Initiative.objects.count() == 3
