"""Going back to a minute, as docs/exploitation.md describes it: PostgreSQL's archive of its log, tried for real."""

import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.machines import Cluster, own, until


def test_base_goes_back_to_a_minute_between_two_acts():
    with TemporaryDirectory(prefix="machines-") as name:
        folder = Path(name)
        archives = folder / "archives"
        own(archives)
        cluster = Cluster(folder / "data").make()
        cluster.set("archive_mode = on", f"archive_command = 'test ! -f {archives}/%f && cp %p {archives}/%f'")
        again = Cluster(folder / "again")
        try:
            cluster.start().ask("CREATE DATABASE solidaire", "postgres")
            again.copied_from(cluster)
            cluster.ask("CREATE TABLE acts (words text); INSERT INTO acts VALUES ('wanted')")
            time.sleep(0.1)
            (moment,) = cluster.ask("SELECT clock_timestamp()::text")[0]
            time.sleep(0.1)
            cluster.ask("INSERT INTO acts VALUES ('regretted')")
            (last,) = cluster.ask("SELECT pg_walfile_name(pg_switch_wal())")[0]
            until((archives / last).exists, "the log is archived")
            cluster.stop()

            again.set(f"restore_command = 'cp {archives}/%f %p'", f"recovery_target_time = '{moment}'")
            again.set("recovery_target_action = 'promote'", "archive_mode = off")
            (again.folder / "recovery.signal").touch()
            own(again.folder)
            again.start()
            until(lambda: again.ask("SELECT pg_is_in_recovery()") == [(False,)], "it is open again")
            assert again.ask("SELECT words FROM acts") == [("wanted",)]
        finally:
            cluster.stop()
            again.stop()
