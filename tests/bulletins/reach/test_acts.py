"""Entrusting series, by the act and by the form of an account."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse

from backoffice.journal.kinds import Kind
from backoffice.models import JournalLine
from bulletins.models import Keeper, Series
from bulletins.reach.acts import NotLimitable, entrust_series
from bulletins.reach.rule import kept_by
from tests.backoffice.forms import save
from tests.builders import make_series, make_user
from tests.bulletins.reach.accounts import OTHER, make_limited

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator():
    return make_user("admin", group="administration")


def _told() -> list[str]:
    return list(JournalLine.objects.filter(kind=Kind.RIGHTS_CHANGED).order_by("pk").values_list("told", flat=True))


def test_what_is_given_and_taken_is_told(administrator):
    main, other, account = make_series("Covid-19"), make_series("Lens", is_main=False), make_user(group="édition")
    assert kept_by(account) is None
    entrust_series(account=account, series=[main, other], by=administrator)
    assert kept_by(account) == {main.pk, other.pk}
    entrust_series(account=account, series=[other], by=administrator)
    entrust_series(account=account, series=[other], by=administrator)
    entrust_series(account=account, series=[], by=administrator)
    assert kept_by(account) is None
    assert _told() == [
        "séries «\u00a0Covid-19\u00a0» et «\u00a0Lens\u00a0» confiées",
        "série «\u00a0Covid-19\u00a0» retirée",
        "série «\u00a0Lens\u00a0» retirée, donc toutes les séries",
    ]
    line = JournalLine.objects.filter(kind=Kind.RIGHTS_CHANGED).last()
    assert (line.account, line.about_id) == (administrator, str(account.pk))


@pytest.mark.parametrize("means", ["role", "superuser"])
def test_administrator_is_not_limited(administrator, means):
    account = administrator if means == "role" else make_user("racine", is_superuser=True)
    with pytest.raises(NotLimitable, match="administration travaille dans toutes les séries"):
        entrust_series(account=account, series=[make_series()], by=administrator)
    assert not Keeper.objects.exists()


def test_form_of_an_account_entrusts_series(client, administrator):
    make_series()
    other = make_series(OTHER, is_main=False)
    account = make_user("nora", group="rédaction")
    client.force_login(administrator)
    url = reverse("admin:auth_user_change", args=[account.pk])
    assert "Rien de coché" in client.get(url).content.decode()
    save(client, url, "user_form", kept_series=[other.pk])
    assert list(account.keeps.values_list("series", flat=True)) == [other.pk]
    save(client, url, "user_form", first_name="Nora")
    assert account.keeps.count() == 1  # what is ticked stays ticked
    assert _told() == [f"série «\u00a0{OTHER}\u00a0» confiée"]
    assert [line.told for line in JournalLine.objects.filter(kind=Kind.ACCOUNT_CHANGED)] == ["prénom"]


def test_form_refuses_series_for_an_administrator(client, administrator):
    make_series()
    other = make_series(OTHER, is_main=False)
    account = make_user("nora", group="rédaction")
    client.force_login(administrator)
    url = reverse("admin:auth_user_change", args=[account.pk])
    roles = [Group.objects.get(name="administration").pk]
    response = save(client, url, "user_form", groups=roles, kept_series=[other.pk])
    assert "ne lui en cochez aucune" in response.content.decode()
    assert not Keeper.objects.exists()
    assert set(account.groups.values_list("name", flat=True)) == {"rédaction"}


def test_account_of_one_series_is_asked_nothing(client, administrator):
    make_series()
    client.force_login(administrator)
    for url in (reverse("admin:auth_user_add"), reverse("admin:auth_user_change", args=[make_user().pk])):
        assert "kept_series" not in client.get(url).content.decode()


def test_invited_account_is_limited_from_the_first_day(client, administrator):
    make_series()
    other = make_series(OTHER, is_main=False)
    client.force_login(administrator)
    role = Group.objects.get(name="édition").pk
    asked = {"username": "ines", "email": "ines@exemple.fr", "groups": [role], "kept_series": [other.pk]}
    save(client, reverse("admin:auth_user_add"), "user_form", **asked)
    assert kept_by(User.objects.get(username="ines")) == {other.pk}


def test_own_account_tells_its_series(client):
    make_series("Covid-19")
    client.force_login(make_user(group="édition"))
    page = reverse("admin:account")
    assert "confiée" not in client.get(page).content.decode()
    client.force_login(make_limited())
    told = client.get(page).content.decode()
    assert "Série confiée" in told
    assert OTHER in told
    assert "Covid-19" not in told
    assert Series.objects.count() == 2
