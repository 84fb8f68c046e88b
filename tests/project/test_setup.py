"""The promises of the set-up: lock, conda file, Makefile and what the README says of them."""

import json
import re
import subprocess
import sys
import tomllib
import venv
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[2]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def locked():
    """Name to versions; a package can be locked twice for different Pythons."""
    versions = {}
    for name, version in re.findall(r"^([a-z0-9-]+)==([^ ;\\]+)", LOCK, re.M):
        versions.setdefault(name, []).append(Version(version))
    return versions


def required():
    return [
        Requirement(text)
        for text in [
            *PROJECT["dependencies"],
            *PROJECT["optional-dependencies"]["test"],
            *PROJECT["optional-dependencies"]["dev"],
        ]
    ]


def test_the_lock_names_no_host_and_no_path():
    assert "://" not in LOCK
    assert not re.search(r"--(index-url|extra-index-url|find-links|trusted-host)", LOCK)


def test_every_line_of_the_lock_has_a_hash():
    entries = re.split(r"\n(?=[a-z0-9-]+==)", LOCK)
    assert len(entries) > 100
    assert all("--hash=sha256:" in entry for entry in entries)


@pytest.mark.parametrize("requirement", required(), ids=lambda requirement: requirement.name)
def test_the_lock_satisfies_what_the_project_asks_for(requirement):
    assert all(version in requirement.specifier for version in locked()[requirement.name])


def test_every_library_has_its_reason():
    reasons = (ROOT / "docs" / "decisions" / "0002-libraries.md").read_text(encoding="utf-8")
    names = set(re.findall(r"[a-z0-9-]+", " ".join(re.findall(r"^\| ([^|]+) \|", reasons, re.M))))
    assert {requirement.name for requirement in required()} - names == set()


def test_matplotlib_and_pillow_are_pinned_exactly():
    pins = {requirement.name: str(requirement.specifier) for requirement in required()}
    assert pins["matplotlib"].startswith("==") and pins["pillow"].startswith("==")


def test_the_conda_file_takes_its_packages_from_the_lock(tmp_path):
    conda = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    assert conda["channels"] == ["conda-forge"]
    *names, pip = conda["dependencies"]
    assert [name.split("=")[0] for name in names] == ["python", "pip"]
    assert "3.11" in PROJECT["requires-python"] and names[0] == "python=3.11"
    assert pip == {"pip": ["-r requirements.lock"]}


def test_the_pip_section_installs_in_a_fresh_environment_what_the_project_asks_for(tmp_path):
    """pip reads the section as conda writes it; hashes checked, nothing missing, no conflict."""
    conda = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    section = tmp_path / "section.txt"
    section.write_text("\n".join(conda["dependencies"][-1]["pip"]) + "\n")
    (tmp_path / "requirements.lock").write_text(LOCK)
    venv.create(tmp_path / "fresh", with_pip=True)
    python = tmp_path / "fresh" / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    # Bytecode is not what is tested; without it the installation takes half the time.
    done = subprocess.run(
        [python, "-m", "pip", "install", "--no-compile", "--quiet", "-r", section],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    listed = subprocess.run(
        [python, "-m", "pip", "list", "--format=json"], capture_output=True, text=True, check=True
    ).stdout
    versions = {
        canonicalize_name(entry["name"]): Version(entry["version"]) for entry in json.loads(listed)
    }
    unmet = [
        str(requirement)
        for requirement in required()
        if versions.get(canonicalize_name(requirement.name)) not in requirement.specifier
    ]
    assert unmet == []
    subprocess.run([python, "-m", "pip", "check"], check=True, capture_output=True)


def test_make_targets_are_listed_and_runnable():
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z]+):.*## ", text, re.M)
    assert set(targets) == {
        *("help", "setup", "check", "review", "site", "manuscript", "format"),
        *("lint", "test", "docs", "planted", "hostile", "mutants", "sheets", "lab", "bench"),
        "clean",
    }
    shown = subprocess.run(
        ["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert all(f"make {target}" in shown for target in targets)
    for target in targets:
        subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, check=True)


def test_lint_runs_each_tool_that_the_hooks_run_before_a_commit():
    lint = subprocess.run(
        ["make", "-n", "lint"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    assert [repository["repo"] for repository in config["repos"]] == ["local"]
    for hook in config["repos"][0]["hooks"]:
        assert hook["language"] == "system", "a hook of another language would be downloaded"
        tool = hook["entry"].split()[0]
        assert tool.startswith(".venv/bin/") and tool in lint


def test_the_readme_opens_with_what_it_is_the_answer_a_picture_and_two_commands():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    opening = r"# .+\n\n(.{40,})\n\n<!-- findings -->\n(- \*\*\w+.*\n){3}<!-- /findings -->\n\n"
    assert re.match(opening, text)
    picture = re.search(r"!\[(.{40,})\]\((figures/[a-z_]+\.png)\)", text)
    assert picture and (ROOT / picture.group(2)).is_file()
    assert re.search(r"```sh\nmake review .*\nmake test .*\n```", text)


def test_links_of_the_documents_lead_somewhere():
    for page in [
        ROOT / "README.md",
        ROOT / "data" / "README.md",
        ROOT / "CONTRIBUTING.md",
        ROOT / "tests" / "README.md",
        *(ROOT / "docs").rglob("*.md"),
        ROOT / "figures" / "README.md",
    ]:
        for link in re.findall(r"\]\(([^)#]+?)\)", page.read_text(encoding="utf-8")):
            if "://" not in link:
                assert (page.parent / link).exists(), f"{page.name}: {link}"
