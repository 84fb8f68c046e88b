"""One writer at a time; the other one is told which process holds the lock."""

import os
import signal
import subprocess
import sys

import pytest

from evidence.files.atomic_write import WriteProblem
from evidence.files.lock import Locked, sole_writer

HOLD = """
import sys, time
from pathlib import Path
from evidence.files.lock import sole_writer
with sole_writer(Path(sys.argv[1]), "evidence build"):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def holder(tmp_path):
    """Another process that holds the lock."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path / ".build" / "lock")],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def test_the_second_writer_is_refused_and_told_who_is_first(tmp_path, holder):
    expected = (
        rf"^{tmp_path}: another process is writing there "
        rf"\(evidence build, process {holder.pid}\); try again when it has ended$"
    )
    with pytest.raises(Locked, match=expected):
        enter(tmp_path / ".build" / "lock")


def test_a_killed_holder_leaves_no_lock(tmp_path, holder):
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    enter(tmp_path / ".build" / "lock")


def test_a_lock_can_be_taken_again(tmp_path):
    enter(tmp_path / ".build" / "lock")
    enter(tmp_path / ".build" / "lock")


def test_a_lock_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / ".build").write_text("a file")
    with pytest.raises(WriteProblem, match=r"\.build: cannot be written: File exists$"):
        enter(tmp_path / ".build" / "lock")


def enter(path):
    with sole_writer(path, "evidence figures"):
        pass
