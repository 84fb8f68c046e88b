"""`evidence check` says which cells a spreadsheet has rewritten since the last commit."""

import subprocess

from typer.testing import CliRunner

from evidence.cli import app


def check(folder):
    return CliRunner().invoke(app, ["check", "--project", str(folder)])


def git(folder, *arguments):
    identity = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    subprocess.run(["git", "-C", str(folder), *identity, *arguments], check=True)


def rewrite(folder):
    """What saving in a German setting does to the bounds of a hazard ratio."""
    path = folder / "data" / "coded" / "effects.csv"
    text = path.read_text(encoding="utf-8")

    path.write_text(text.replace("0.450", "450", 1), encoding="utf-8")


def test_a_rewritten_cell_is_a_problem_until_it_is_committed(copy):
    git(copy, "init", "-q")
    git(copy, "add", "data")
    git(copy, "commit", "-qm", "coded")
    assert check(copy).exit_code == 0
    rewrite(copy)
    result = check(copy)
    assert result.exit_code == 1 and result.output.startswith("1 problem\ncoded/effects.csv: ")
    assert "found '450'; allowed: '0.450' as before (digits regrouped)" in result.output
    git(copy, "commit", "-qam", "meant")
    assert check(copy).exit_code == 0


def test_without_a_repository_nothing_is_compared(copy):
    rewrite(copy)
    assert check(copy).exit_code == 0
