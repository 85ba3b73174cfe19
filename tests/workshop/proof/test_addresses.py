"""Every address of the proof × every role, and what each answers to a stranger."""

import pytest
from django.urls import reverse

from tests.builders import make_user
from tests.bulletins.issues import make_draft
from workshop.proof.urls import urlpatterns

pytestmark = pytest.mark.django_db

# Address: what rédaction, édition and a member of staff without a role get; a stranger is sent to the login.
READ, ACTED = (200, 200, 403), (302, 302, 403)
TABLE = {
    "checks": ("get", READ),
    "proof": ("get", READ),
    "preview": ("get", READ),
    "proof_pdf": ("get", READ),
    "proof_links": ("get", READ),
    "coverage": ("get", READ),
    "mend": ("post", ACTED),
    "undo_mend": ("post", ACTED),
    "revoke_proof": ("post", (404, 404, 403)),
    "resolve_remark": ("post", (404, 404, 403)),
}


def test_every_address_has_its_row():
    assert {pattern.name for pattern in urlpatterns} == set(TABLE)


@pytest.mark.parametrize("name", TABLE)
def test_address_answers_each_role(client, officer, editor, name):
    draft = make_draft()
    method, expected = TABLE[name]
    pattern = next(one for one in urlpatterns if one.name == name)
    known = {"bulletin": draft.pk, "pk": 1}
    url = reverse(f"workshop:{name}", kwargs={one: known[one] for one in pattern.pattern.converters})
    stranger = getattr(client, method)(url)
    assert (stranger.status_code, "/admin/login/" in stranger.headers.get("Location", "")) == (302, True)
    staff = make_user("sans-role", is_staff=True)
    answers = []
    for account in (officer, editor, staff):
        client.force_login(account)
        answers.append(getattr(client, method)(url).status_code)
    assert tuple(answers) == expected
