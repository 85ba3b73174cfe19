"""The two files of containers name services, volumes and settings that exist; no engine is needed to see it."""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[3]
FILES = ["docker-compose.yml", "docker-compose.replicas.yml"]


@pytest.fixture(params=FILES)
def composed(request) -> dict:
    return yaml.safe_load((ROOT / request.param).read_text())


def test_services_name_what_the_file_has(composed):
    for name, service in composed["services"].items():
        assert set(service.get("depends_on", [])) <= set(composed["services"]), name
        for volume in service.get("volumes", []):
            assert volume.partition(":")[0] in composed["volumes"], name
        for config in service.get("configs", []):
            assert config["source"] in composed["configs"], name


def test_settings_are_among_those_told_in_the_example(composed):
    told = (ROOT / ".env.example").read_text()
    for name, service in composed["services"].items():
        for setting in service.get("environment", {}):
            if not setting.startswith(("POSTGRES_", "PG")):
                assert re.search(rf"^#? ?{setting}=", told, re.MULTILINE), f"{setting} ({name})"


def test_two_nodes_behind_the_balancer_read_the_standby():
    composed = yaml.safe_load((ROOT / "docker-compose.replicas.yml").read_text())
    web = [composed["services"][name] for name in ("web1", "web2")]
    assert all("@standby:" in node["environment"]["DATABASE_REPLICA_URLS"] for node in web)
    assert all("target_session_attrs=read-write" in node["environment"]["DATABASE_URL"] for node in web)
    assert not any("ports" in node for node in web)
    balancer = composed["configs"]["balancer"]["content"]
    assert all(f"server {name} {name}:8000 check" in balancer for name in ("web1", "web2"))
    assert "/healthz" in balancer
