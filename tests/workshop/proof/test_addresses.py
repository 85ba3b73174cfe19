"""Every address of the proof × every role, and what each answers to a stranger."""

import pytest
from django.urls import reverse

from tests.builders import make_user
from tests.bulletins.issues import make_draft
from workshop.proof.urls import urlpatterns

pytestmark = pytest.mark.django_db

# What rédaction and édition get; strangers and accounts without a role are sent to the login.
READ, ACTED = (200, 200), (302, 302)
TABLE = {
    "checks": ("get", READ),
    "proof": ("get", READ),
    "preview": ("get", READ),
    "proof_pdf": ("get", READ),
    "proof_links": ("get", READ),
    "coverage": ("get", READ),
    "mend": ("post", ACTED),
    "undo_mend": ("post", ACTED),
    "revoke_proof": ("post", (404, 404)),
    "resolve_remark": ("post", (404, 404)),
}


def test_every_address_has_its_row():
    assert {pattern.name for pattern in urlpatterns} == set(TABLE)


@pytest.mark.parametrize("name", TABLE)
def test_address_answers_each_role(client, officer, editor, name):
    draft = make_draft()
    method, expected = TABLE[name]
    pattern = next(one for one in urlpatterns if one.name == name)
    known = {"bulletin": draft.pk, "pk": 10**6}
    url = reverse(f"workshop:{name}", kwargs={one: known[one] for one in pattern.pattern.converters})
    answers = [_answer(client, method, url)]
    for account in (make_user("sans-role"), officer, editor):
        client.force_login(account)
        answers.append(_answer(client, method, url))
    assert answers == ["login", "login", *expected]


def _answer(client, method, url):
    answer = getattr(client, method)(url)
    # 401 to what was sent without a session: the login goes on with it.
    is_login = answer.status_code == 401 or "/admin/login/" in answer.headers.get("Location", "")
    return "login" if is_login else answer.status_code
