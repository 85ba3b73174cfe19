"""Addresses of static files in production: hashed, made once, never one for another."""

import json

import pytest
from django.conf import settings

from config.serving.static_files import RememberedAddresses

NAMES = {"css/base.css": "css/base.0a1b2c.css", "img/icons.svg": "img/icons.9f8e7d.svg"}


@pytest.fixture
def storage(tmp_path):
    told = {"paths": NAMES, "version": "1.1", "hash": "x"}
    (tmp_path / "staticfiles.json").write_text(json.dumps(told), encoding="utf-8")
    return RememberedAddresses(location=tmp_path, base_url="/static/")


def test_address_is_that_of_the_hashed_file_each_time(storage):
    for _ in range(2):
        for name, hashed in NAMES.items():
            assert storage.url(name) == f"/static/{hashed}"


def test_address_is_made_once(storage):
    assert storage.url("css/base.css") is storage.url("css/base.css")


def test_file_that_was_not_collected_is_refused_each_time(storage):
    for _ in range(2):
        with pytest.raises(ValueError, match=r"absent\.css"):
            storage.url("absent.css")


def test_development_serves_files_as_they_are_edited():
    assert settings.STORAGES["staticfiles"]["BACKEND"] == "django.contrib.staticfiles.storage.StaticFilesStorage"
