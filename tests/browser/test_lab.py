"""JupyterLab, as `make lab` starts it, opens a notebook without an error."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STARTS_WITHIN_S = 120  # on two busy cores


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """The address of a JupyterLab on this project."""
    port, home = free_port(), tmp_path_factory.mktemp("jupyter")
    folders = {f"JUPYTER_{name}_DIR": str(home / name) for name in ("CONFIG", "DATA", "RUNTIME")}
    options = (
        *(f"--ServerApp.root_dir={ROOT}", "--ServerApp.ip=127.0.0.1", f"--port={port}"),
        *("--no-browser", "--allow-root", "--IdentityProvider.token=", "--ServerApp.password="),
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    )
    process = subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", *options],
        env={**os.environ, **folders},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    for _ in range(STARTS_WITHIN_S):
        try:
            urllib.request.urlopen(f"{address}/api").close()
            break
        except OSError:
            time.sleep(1)
    yield address
    process.terminate()
    process.wait(30)


def test_a_notebook_opens_without_an_error(browser, lab):
    from selenium.webdriver.support.ui import WebDriverWait

    name = sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))[0]
    question = (ROOT / "notebooks" / name).read_text(encoding="utf-8").split("# ", 1)[1]
    browser.open(f"{lab}/lab/tree/notebooks/{name}?reset")
    wait = WebDriverWait(browser.driver, STARTS_WITHIN_S)
    heading = wait.until(lambda driver: browser.all(".jp-Notebook h1"))[0]
    assert heading.text.rstrip("¶") in question
    wait.until(lambda driver: browser.all(".jp-OutputArea-output"))
    assert browser.all(".jp-Dialog") == []
    assert browser.all("[data-mime-type='application/vnd.jupyter.stderr']") == []
    severe = [entry for entry in browser.driver.get_log("browser") if entry["level"] == "SEVERE"]
    assert [entry["message"] for entry in severe] == []
