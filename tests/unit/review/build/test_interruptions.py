"""A build that is stopped says so in a line and leaves no process; a killed one leaves none either.

The build is replaced by one notebook that sleeps, or by two workers that sleep, so that each test
takes seconds.
"""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are found in /proc")

ROOT = Path(__file__).parents[4]
COMMAND = """
import sys
from pathlib import Path
import evidence.review.build.build as build
from evidence.cli import main

notebook = Path(sys.argv[1])

def sleep_in_a_notebook(project):
    from evidence.review.build.notebooks import execute_notebooks
    execute_notebooks([notebook], notebook.parent, 1)

def sleep_in_workers(project):
    from evidence.review.build.worker_processes import worker_processes
    with worker_processes(2) as pool:
        for future in [pool.submit(work) for _ in range(2)]:
            future.result()

def work():
    import os, time
    # One write: the parts of a print mix with those of the other worker where output is unbuffered.
    os.write(1, f"process {os.getpid()}\\n".encode())
    time.sleep(60)

build.build_review = locals()[sys.argv[2]]
sys.argv = ["evidence", "build", "--project", sys.argv[3]]
main()
"""
CELL = """
import os, time
from pathlib import Path
Path("started").write_text(f"process {os.getpid()}\\n")
time.sleep(60)
"""


@pytest.fixture
def start(tmp_path):
    """Start a command; its process once the other ones sleep, and their numbers."""
    started = []

    def begin(what):
        cells = [nbformat.v4.new_code_cell(CELL)]
        nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "sleeps.ipynb")
        with (tmp_path / "started").open("w") as numbers:
            process = subprocess.Popen(
                [sys.executable, "-c", COMMAND, str(tmp_path / "sleeps.ipynb"), what, str(ROOT)],
                stdout=numbers,
                stderr=subprocess.PIPE,
                text=True,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            )
        started.append(process)
        return process, wait_for_numbers(tmp_path / "started", 2 if "workers" in what else 1)

    yield begin
    for process in started:
        process.kill()
        process.communicate()


def wait_for_numbers(path, count):
    for _ in range(300):
        numbers = re.findall(r"process (\d+)\n", path.read_text())
        if len(numbers) == count:
            return [int(number) for number in numbers]
        time.sleep(0.1)
    raise AssertionError(f"not {count} processes within 30 s: {path.read_text()!r}")


def is_running(number):
    """Is it a process, and not one that only waits to be read by its parent?"""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def assert_ended(numbers, seconds=5):
    for _ in range(seconds * 10):
        if not any(map(is_running, numbers)):
            return
        time.sleep(0.1)
    raise AssertionError(f"still running: {[*filter(is_running, numbers)]}")


@pytest.mark.parametrize("what", ["sleep_in_a_notebook", "sleep_in_workers"])
@pytest.mark.parametrize(
    ("number", "status", "word"),
    [(signal.SIGINT, 130, "interrupted"), (signal.SIGTERM, 143, "terminated")],
)
def test_a_stopped_build_says_so_in_a_line(start, what, number, status, word):
    process, others = start(what)
    process.send_signal(number)
    _, words = process.communicate(timeout=20)
    assert (process.returncode, words) == (status, f"{word}; nothing was left half-written\n")
    assert_ended(others)


@pytest.mark.parametrize("what", ["sleep_in_a_notebook", "sleep_in_workers"])
def test_a_killed_build_leaves_no_process(start, what):
    process, others = start(what)
    assert all(map(is_running, others))
    process.kill()
    process.wait()
    assert_ended(others)
