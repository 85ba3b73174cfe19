import pytest
from django.core.exceptions import ImproperlyConfigured

from config.replicas.configured import databases
from tests.config.test_settings import SAFE, load_settings


def test_standbys_are_numbered_and_open_for_reading_only():
    found = databases(
        "postgresql://a@un/base", ["postgresql://a@deux/base", "postgresql://a@trois/base"], CONN_MAX_AGE=60
    )
    assert list(found) == ["default", "replica1", "replica2"]
    assert [one["HOST"] for one in found.values()] == ["un", "deux", "trois"]
    assert {one["CONN_MAX_AGE"] for one in found.values()} == {60}
    assert found["replica1"]["OPTIONS"]["options"] == "-c default_transaction_read_only=on"
    assert "options" not in found["default"]["OPTIONS"]


def test_one_database_is_left_as_its_address_says():
    assert databases("postgresql://a@un/base", [])["default"]["OPTIONS"] == {"connect_timeout": 2}


def test_an_address_says_more_than_we_would():
    found = databases("postgresql://a@un/base", ["postgresql://a@deux/base?connect_timeout=9"])
    assert found["replica1"]["OPTIONS"]["connect_timeout"] == 9


def test_several_machines_of_one_address_are_one_database():
    found = databases("postgresql://a@un:1,deux:2/base?target_session_attrs=read-write", [])
    assert (found["default"]["HOST"], found["default"]["PORT"]) == ("un,deux", "1,2")


@pytest.mark.parametrize("url", ["sqlite:///base.db", "mysql://a@un/base"])
def test_only_postgresql_is_taken(url):
    with pytest.raises(ImproperlyConfigured, match="PostgreSQL"):
        databases("postgresql://a@un/base", [url])


def test_environment_names_the_standbys():
    urls = "postgresql://a@deux/base,postgresql://a@trois/base"
    run = load_settings(
        "DATABASES.keys()", "REPLICA_MOST_LATE", **SAFE, DATABASE_REPLICA_URLS=urls, REPLICA_MOST_LATE="2"
    )
    assert run.stdout.split() == ["dict_keys(['default',", "'replica1',", "'replica2'])", "2.0"], run.stderr
