"""What is written on a console that lacks characters: nothing breaks, nothing is lost in JSON."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def run(encoding, *arguments):
    environment = os.environ | {"PYTHONIOENCODING": encoding, "COLUMNS": "200"}
    environment |= {"PYTHONPATH": str(ROOT / "src")}
    code = "from evidence.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, env=environment, cwd=ROOT
    )


@pytest.mark.parametrize(
    ("encoding", "command"), [("cp1252", ["audit"]), ("ascii", ["trace", "figures/swimmer"])]
)
def test_every_console_shows_what_is_found(encoding, command):
    found = run(encoding, *command)
    assert found.returncode == 0, found.stderr.decode(encoding)
    assert b"Traceback" not in found.stderr and len(found.stdout) > 500
    assert found.stdout.decode(encoding)


def test_json_loses_nothing_on_a_console_of_ascii():
    plain, whole = (
        run(encoding, "trace", "figures/swimmer", "--json") for encoding in ("ascii", "utf-8")
    )
    assert plain.stdout == whole.stdout
    assert "\\u" in plain.stdout.decode("ascii") and json.loads(plain.stdout)


def test_a_refusal_is_written_too(tmp_path):
    path = tmp_path / "studies.csv"
    path.write_text("study,xi,ni\nŠimić − 2014,≤5,10\n", encoding="utf-8")
    found = run("ascii", "pool", str(path), "--measure", "PLO")
    assert found.returncode == 1
    assert "Simic - 2014" in found.stderr.decode("ascii")
    assert "found '<=5'" in found.stderr.decode("ascii")
