import os
import subprocess
import sys

import pytest
from django.db import connection

from config.database import forget_stale_server


def test_pid_file_of_a_dead_server_is_forgotten(tmp_path):
    process = subprocess.Popen([sys.executable, "-c", "pass"])
    process.wait()
    pid_file = tmp_path / "postmaster.pid"
    pid_file.write_text(f"{process.pid}\n{tmp_path}\n")
    forget_stale_server(tmp_path)
    assert not pid_file.exists()


def test_pid_file_naming_another_process_is_forgotten(tmp_path):
    """After a reboot the number may belong to any program, here to this test."""
    pid_file = tmp_path / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n{tmp_path}\n")
    forget_stale_server(tmp_path)
    assert not pid_file.exists()


def test_broken_pid_file_is_forgotten(tmp_path):
    pid_file = tmp_path / "postmaster.pid"
    pid_file.write_text("")
    forget_stale_server(tmp_path)
    assert not pid_file.exists()


def test_no_pid_file_is_no_fault(tmp_path):
    forget_stale_server(tmp_path)


@pytest.mark.django_db
def test_tests_run_on_postgresql():
    with connection.cursor() as cursor:
        cursor.execute("SELECT version()")
        assert cursor.fetchone()[0].startswith("PostgreSQL")
