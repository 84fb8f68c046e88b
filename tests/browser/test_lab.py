"""JupyterLab, as `make lab` starts it: a notebook opens without an error, its controls work."""

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
WHOLE_NOTEBOOK = (1280, 4000)  # JupyterLab renders only cells near the window
SETTINGS = "lab/user-settings/@jupyterlab/docmanager-extension/plugin.jupyterlab-settings"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """The address of a JupyterLab on this project."""
    port, home = free_port(), tmp_path_factory.mktemp("jupyter")
    folders = {f"JUPYTER_{name}_DIR": str(home / name) for name in ("CONFIG", "DATA", "RUNTIME")}
    settings = home / "CONFIG" / SETTINGS
    settings.parent.mkdir(parents=True)
    settings.write_text('{"autosave": false}')  # what a test runs is not written to the notebooks
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


def test_a_study_that_is_unticked_changes_forest_plot_and_sentence(browser, lab):
    from selenium.common.exceptions import StaleElementReferenceException
    from selenium.webdriver.support.ui import WebDriverWait

    # An output that is drawn again while it is read is read again.
    stale = [StaleElementReferenceException]
    wait = WebDriverWait(browser.driver, STARTS_WITHIN_S, ignored_exceptions=stale)
    browser.open(f"{lab}/lab/workspaces/controls/tree/notebooks/12_try_it.ipynb?reset")
    width, height = WHOLE_NOTEBOOK
    size = {"width": width, "height": height, "deviceScaleFactor": 1}
    browser.command("Emulation.setDeviceMetricsOverride", mobile=False, **size)
    wait.until(lambda driver: browser.all(".jp-Notebook h1"))
    _choose(browser, wait, "Run", "Run All Cells")
    studies = wait.until(lambda driver: browser.all(".widget-checkbox input"))
    before = wait.until(lambda driver: _shown(browser))
    assert f"k = {len(studies)})" in before[0] and "as in the main analysis" in before[0]
    studies[0].click()
    after = wait.until(lambda driver: _shown_other_than(browser, before))
    assert f"k = {len(studies) - 1})" in after[0]
    assert "percentage points from the main analysis" in after[0]


def _shown_other_than(browser, before):
    """Sentence and figure when both have changed, else nothing."""
    shown = _shown(browser)
    return shown if shown and shown[0] != before[0] and shown[1] != before[1] else None


def _choose(browser, wait, menu, item):
    """Choose an item of a menu of JupyterLab."""
    bar = wait.until(lambda driver: _named(browser, ".lm-MenuBar-item", menu))
    bar[0].click()
    wait.until(lambda driver: _named(browser, ".lm-Menu-itemLabel", item))[0].click()


def _named(browser, selector, words):
    return [element for element in browser.all(selector) if element.text == words]


def _shown(browser):
    """Sentence and forest plot below the controls; nothing while either is redrawn."""
    parts = browser.all(".widget-html-content")
    pictures = browser.all(".widget-html-content img")
    return (parts[0].text, pictures[0].get_attribute("src")) if parts and pictures else None
