"""The child process: what it reads, what stops it, what it cannot do."""

import os
import subprocess
import sys
import textwrap
import time
import zlib
from dataclasses import replace

import pytest

from documents.readers import errors, read, sandbox
from documents.readers.sandbox import DEFAULT_LIMITS, read_document
from tests.documents.releases import docx_of, odt_of, pdf_of, text_of, zip_of

MAKERS = {
    "docx": docx_of,
    "odt": odt_of,
    "pdf": pdf_of,
    "txt": lambda: text_of().encode(),
    "md": lambda: text_of().encode(),
}


@pytest.mark.parametrize("kind", MAKERS)
def test_the_child_reads_what_this_process_reads(kind):
    data = MAKERS[kind]()
    assert read_document(data, f"a.{kind}") == read(data, f"a.{kind}")


def test_it_is_quick_enough_for_a_request():
    started = time.perf_counter()
    read_document(docx_of(), "a.docx")
    assert time.perf_counter() - started < 2


@pytest.mark.parametrize("name", ["", "-c", "a\x00b.md", "é" * 5000, "a\nb", "../../etc/passwd"])
def test_names_are_only_names(name):
    assert read_document(b"bonjour", name).text == "bonjour"


def test_refusals_come_through_with_their_sentence():
    with pytest.raises(errors.OldWord, match=r"\.docx"):
        read_document(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "a.doc")


def test_a_file_over_the_limit_starts_no_child():
    with pytest.raises(errors.TooLarge):
        read_document(b"abc", "a.txt", limits=replace(DEFAULT_LIMITS, file=2))


def flate_bomb(size):
    """A PDF whose page unpacks to `size` bytes of drawing."""
    stream = zlib.compress(b"0 0 m " * (size // 6), 9)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R>>",
        b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(stream), stream),
    ]
    body = b"%PDF-1.4\n" + b"".join(
        b"%d 0 obj\n%s\nendobj\n" % (number, item) for number, item in enumerate(objects, 1)
    )
    return body + b"trailer<</Root 1 0 R/Size 5>>\n%%EOF\n"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux enforces RLIMIT_AS")
def test_a_child_that_wants_too_much_memory_is_refused():
    with pytest.raises(errors.OutOfMemory):
        read_document(flate_bomb(900_000_000), "a.pdf")
    with pytest.raises(errors.OutOfMemory):
        read_document(text_of().encode() * 2000, "a.txt", limits=replace(DEFAULT_LIMITS, memory=40_000_000))


def test_a_child_that_takes_too_long_is_stopped():
    started = time.perf_counter()
    with pytest.raises(errors.OutOfTime):
        read_document(flate_bomb(60_000_000), "a.pdf", limits=replace(DEFAULT_LIMITS, seconds=1))
    assert time.perf_counter() - started < 4


def test_an_endless_answer_is_cut(monkeypatch, tmp_path):
    child = tmp_path / "child.py"
    child.write_text("import sys\nwhile True: sys.stdout.write('x' * 65536)\n")
    monkeypatch.setattr(sandbox, "_CHILD", child)
    with pytest.raises(errors.OutOfTime):
        read_document(b"abc", "a.txt", limits=replace(DEFAULT_LIMITS, answer=1_000_000))


@pytest.mark.parametrize(
    "program",
    [
        "",
        "print('x')",
        "print('[]')",
        "print('{}')",
        "raise SystemExit(1)",
        "import os; os.abort()",
        "import json; print(json.dumps({'blocks': [[1, 'paragraph', 0, False, '', [], None]]}))",
        "import json; print(json.dumps({'blocks': [['a', 'nothing', 0, False, '', [], None]]}))",
        "import json; print(json.dumps({'blocks': [['a', 'paragraph', 0, False, '', [[0, 9, 'x']], None]]}))",
        "import json; print(json.dumps({'blocks': 5}))",
        "print('[' * 100000)",
        "print('\\x80', flush=True)",
    ],
)
def test_a_child_that_dies_or_answers_nonsense_is_refused(monkeypatch, tmp_path, program):
    child = tmp_path / "child.py"
    child.write_text(program)
    monkeypatch.setattr(sandbox, "_CHILD", child)
    with pytest.raises(errors.ReadingRefused) as caught:
        read_document(b"abc", "a.txt")
    assert str(caught.value).endswith(".")


def test_the_child_knows_nothing_of_our_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("SECRET_KEY", "cachée")
    child = tmp_path / "child.py"
    child.write_text("import json, os; print(json.dumps({'refused': 'x', 'sentence': repr(dict(os.environ))}))")
    monkeypatch.setattr(sandbox, "_CHILD", child)
    with pytest.raises(errors.ReadingRefused) as caught:
        read_document(b"abc", "a.txt")
    assert "cachée" not in str(caught.value)
    assert "SECRET_KEY" not in str(caught.value)


FORBIDDEN = {
    "socket": "import socket; socket.socket()",
    "name lookup": "import socket; socket.getaddrinfo('localhost', 80)",
    "process": "import subprocess; subprocess.run(['true'])",
    "shell": "os.system('true')",
    "fork": "os.fork()",
    "exec": "os.execv('/bin/true', ['true'])",
    "writing": "open('/dev/null', 'w')",
    "writing low": "os.open('/dev/null', os.O_WRONLY)",
    "reading elsewhere": "open('/etc/passwd')",
    "settings": f"open({os.path.abspath('pyproject.toml')!r})",
    "deleting": "os.remove('/nothing')",
    "renaming": "os.rename('/nothing', '/other')",
    "folder": "os.mkdir('/nothing')",
    "signal": "os.kill(os.getppid(), 0)",
    "library": "import ctypes; ctypes.CDLL('libc.so.6')",
}


@pytest.mark.parametrize("act", FORBIDDEN.values(), ids=FORBIDDEN)
def test_the_guard_refuses(act):
    """In a process of its own, as the guard cannot be taken off again; the control runs the same act without it."""
    program = textwrap.dedent(
        f"""
        import os, sys
        sys.path.insert(0, {os.path.dirname(sandbox.__file__)!r})
        import sandbox_child
        if sys.argv[1] == "guarded":
            sys.addaudithook(sandbox_child._guard)
        try:
            {act}
        except PermissionError as error:
            os._exit(3 if error.errno is None else 0)
        except OSError:
            pass
        """
    )
    codes = [
        subprocess.run([sys.executable, "-I", "-B", "-c", program, mode], check=False, timeout=20).returncode
        for mode in ("guarded", "control")
    ]
    assert codes == [3, 0]


def test_no_child_is_left_behind():
    before = set(_children())
    for data in (docx_of(), flate_bomb(60_000_000), zip_of({"a": "b"})):
        try:
            read_document(data, "a.pdf", limits=replace(DEFAULT_LIMITS, seconds=1))
        except errors.ReadingRefused:
            continue
    assert set(_children()) <= before


def _children():
    listing = subprocess.run(["ps", "-o", "pid=,ppid=,args=", "-A"], capture_output=True, text=True, check=False).stdout
    for line in listing.splitlines():
        pid, parent, args = line.split(None, 2)
        if parent == str(os.getpid()) and "sandbox_child" in args:
            yield pid
