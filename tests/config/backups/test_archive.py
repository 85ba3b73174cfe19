import io
import tarfile

import pytest

from config.backups.archive import MANIFEST, Manifest, extract, read, write
from config.backups.refusing import BackupRefused


def manifest(**changes) -> Manifest:
    told = {"made_at": "2026-11-29T02:30:00+01:00", "server_version": 180000, "migrations": [], "tables": {"a": 1}}
    return Manifest(**told | changes)


@pytest.fixture
def archive(tmp_path):
    media = tmp_path / "media"
    (media / "documents").mkdir(parents=True)
    (media / "documents" / "n° 7.pdf").write_bytes(b"%PDF-1.7 bulletin")
    (media / ".avant-2026").mkdir()
    (media / ".avant-2026" / "old.pdf").write_bytes(b"%PDF")
    dump = tmp_path / "dump"
    dump.write_bytes(b"PGDMP" * 100)
    write(tmp_path / "s.tar", manifest=manifest(), dump=dump, media=media)
    return tmp_path / "s.tar"


def test_what_was_written_is_read_and_comes_out(archive, tmp_path):
    told = read(archive)
    assert told.tables == {"a": 1}
    assert sorted(told.files) == ["database.dump", "media/documents/n° 7.pdf"]
    extract(archive, dump=tmp_path / "again", media=tmp_path / "files")
    assert (tmp_path / "again").read_bytes() == b"PGDMP" * 100
    assert (tmp_path / "files" / "documents" / "n° 7.pdf").read_bytes() == b"%PDF-1.7 bulletin"


def test_folder_without_files_is_no_fault(tmp_path):
    (tmp_path / "dump").write_bytes(b"x")
    write(tmp_path / "s.tar", manifest=manifest(), dump=tmp_path / "dump", media=tmp_path / "none")
    assert list(read(tmp_path / "s.tar").files) == ["database.dump"]


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda whole: whole.replace(b"%PDF-1.7", b"%PDF-1.8"), "abîmée"),
        (lambda whole: whole.replace(b'"a": 1', b'"a": }'), "illisible"),
        (lambda whole: whole.replace(b'"format": 1', b'"format": 2'), "version plus récente"),
        (lambda whole: whole[:1600], "tronqué|incomplète"),
        (lambda whole: whole[:-1], "tronquée"),
        (lambda whole: whole.rstrip(b"\0"), "tronqué"),
        (lambda whole: b"", "tronqué"),
        (lambda whole: b"autre chose" * 1000, "pas une sauvegarde"),
    ],
    ids=["a byte", "the list", "another format", "cut", "cut by a byte", "cut of its end", "empty", "not ours"],
)
def test_damaged_archive_is_refused(archive, damage, said):
    archive.write_bytes(damage(archive.read_bytes()))
    with pytest.raises(BackupRefused, match=said):
        read(archive)


def test_archive_that_was_never_finished_is_none(tmp_path):
    with pytest.raises(BackupRefused, match="Il n’y a pas de fichier"):
        read(tmp_path / "none.tar")
    with pytest.raises(OSError, match="none"):
        write(tmp_path / "s.tar", manifest=manifest(), dump=tmp_path / "none", media=tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["media/../../etc/cron.d/x", "/etc/passwd", "other", "media/a//b", "media"])
def test_names_that_lead_out_of_the_archive_are_refused(tmp_path, name):
    with tarfile.open(tmp_path / "s.tar", "w") as made:
        told = tarfile.TarInfo(name)
        told.size = 1
        made.addfile(told, io.BytesIO(b"x"))
    with pytest.raises(BackupRefused, match="rien à y faire"):
        read(tmp_path / "s.tar")


def test_links_are_refused(tmp_path):
    with tarfile.open(tmp_path / "s.tar", "w") as made:
        told = tarfile.TarInfo("media/link")
        told.type, told.linkname = tarfile.SYMTYPE, "/etc/passwd"
        made.addfile(told)
    with pytest.raises(BackupRefused, match="rien à y faire"):
        read(tmp_path / "s.tar")


def test_list_is_last(archive):
    with tarfile.open(archive) as made:
        assert made.getnames()[-1] == MANIFEST
