"""Continuous integration: which Pythons it takes, in which order, and what it says."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FAKE = "#!/bin/sh\necho {}\n"


def script(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)


@pytest.fixture
def run(tmp_path):
    """Run `.ci/run` in a copy with Pythons, `make` and a second run that only say their name."""
    root, calls = tmp_path / "project", tmp_path / "calls"

    def of(pythons, tested):
        shutil.copytree(ROOT / ".ci", root / ".ci")
        script(root / ".ci" / "pythons", FAKE.format(f"'{pythons}'"))
        script(root / ".ci" / "second", f'#!/bin/sh\necho second "$@" >> {calls}\n')
        script(root / ".venv" / "bin" / "python", FAKE.format(tested))
        script(tmp_path / "bin" / "make", f'#!/bin/sh\necho make "$@" >> {calls}\n')
        path = f"{tmp_path / 'bin'}:{os.environ['PATH']}"
        done = subprocess.run(
            [root / ".ci" / "run"], env={**os.environ, "PATH": path}, capture_output=True, text=True
        )
        return done, calls.read_text().splitlines()

    return of


def test_one_python_runs_everything_and_the_newest_the_outputs(run):
    done, calls = run("3.11.2 /a\n3.12.1 /b\n3.13.0 /c", "3.11.2")
    assert done.returncode == 0 and "WARNING" not in done.stderr
    assert calls == ["make lint", "make site", "make test", "second 3.13.0 /c"]


def test_an_environment_that_is_there_is_tested_and_both_ends_beside_it(run):
    done, calls = run("3.11.2 /a\n3.12.1 /b\n3.13.0 /c", "3.12.1")
    assert done.returncode == 0
    assert calls[3:] == ["second 3.11.2 /a", "second 3.13.0 /c"]


def test_a_single_python_is_said_loudly(run):
    done, calls = run("3.11.7 /a", "3.11.7")
    assert done.returncode == 0 and len(calls) == 3
    assert "WARNING: only one Python from 3.11 on was found (3.11.7)" in done.stderr


def test_pythons_are_found_once_each_and_oldest_first(tmp_path):
    for name, version in (("3.9", ""), ("3.13.0", "3 13 0"), ("3.11.99", "3 11 99")):
        script(
            tmp_path / ".pyenv" / "versions" / name / "bin" / "python",
            FAKE.format(f"{version} /pyenv/{name}") if version else "#!/bin/sh\nexit 1\n",
        )
    script(tmp_path / "bin" / "python3.11", FAKE.format("3 11 99 /path/python3.11"))
    script(tmp_path / "bin" / "python3.11-config", FAKE.format("3 99 0 /config"))
    env = {"HOME": str(tmp_path), "PATH": f"{tmp_path / 'bin'}:/usr/bin:/bin"}
    done = subprocess.run([ROOT / ".ci" / "pythons"], env=env, capture_output=True, text=True)
    found = dict(line.split() for line in done.stdout.splitlines())
    assert found["3.11.99"] == "/path/python3.11" and found["3.13.0"] == "/pyenv/3.13.0"
    assert "3.99.0" not in found and "" not in found
    order = [tuple(map(int, version.split("."))) for version in found]
    assert order == sorted(order) and order[0] >= (3, 11)


def test_the_second_run_compares_every_byte():
    text = (ROOT / ".ci" / "second").read_text()
    assert "make PYTHON=" in text and "git status --porcelain" in text
    for word in text.split('fast="')[1].split('"')[0].split():
        assert (ROOT / word).exists(), word
