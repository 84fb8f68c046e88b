"""A headless Chromium that keeps its requests, and the site of this review as files."""

import json
import shutil
from pathlib import Path

import pytest

from evidence.review.core.project import find_project
from evidence.site.build import site_files, write_site

BROWSER, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
SCRIPT_TIMEOUT_S = 300  # axe on the longest page, on a busy machine
WIDTHS = {"phone": (390, 844), "laptop": (1280, 900), "wide": (1920, 1080)}


def pytest_collection_modifyitems(items):
    missing = pytest.mark.skip(reason="chromium and chromedriver are not installed")
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if not (BROWSER and DRIVER):
                item.add_marker(missing)


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The folder of the site of this review."""
    folder = tmp_path_factory.mktemp("site")
    write_site(site_files(find_project(Path(__file__))), folder)
    return folder


class Browser:
    """Chromium, with what a test asks of it."""

    def __init__(self, driver):
        self.driver = driver

    def open(self, page):
        self.driver.get("about:blank")
        self.driver.get(page if isinstance(page, str) else page.as_uri())

    def show(self, size="laptop", scheme="light", script=True):
        """Set the size of the window, the colour scheme, and whether scripts run."""
        width, height = WIDTHS[size]
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1}
        self.command("Emulation.setDeviceMetricsOverride", mobile=size == "phone", **metrics)
        media = {"prefers-color-scheme": scheme, "prefers-reduced-motion": "reduce"}
        features = [{"name": name, "value": value} for name, value in media.items()]
        self.command("Emulation.setEmulatedMedia", features=features)
        self.command("Emulation.setScriptExecutionDisabled", value=not script)

    def command(self, name, **values):
        return self.driver.execute_cdp_cmd(name, values)

    def all(self, selector):
        return self.driver.find_elements("css selector", selector)

    def first(self, selector):
        return self.driver.find_element("css selector", selector)

    def requests(self):
        """The addresses that were asked for since the last call."""
        messages = (
            json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")
        )
        return [
            message["params"]["request"]["url"]
            for message in messages
            if message["method"] == "Network.requestWillBeSent"
        ]


@pytest.fixture(scope="session")
def started():
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = BROWSER
    for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    driver.set_script_timeout(SCRIPT_TIMEOUT_S)
    yield driver
    driver.quit()


@pytest.fixture
def browser(started):
    browser = Browser(started)
    browser.show()
    browser.requests()
    started.get_log("browser")
    return browser
