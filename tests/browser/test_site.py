"""The site in a browser: nothing is fetched, no barrier, every width, with script and without."""

import re
from pathlib import Path

import pytest
from axe_core_python.selenium import Axe
from selenium.webdriver.common.keys import Keys

ROOT = Path(__file__).parents[2]
# One page of each template.
PAGES = (
    *("index.html", "audit.html", "choices.html", "downloads.html", "figures.html", "methods.html"),
    *("patients.html", "studies.html", "terms.html", "rows.html"),
)
MOST_BYTES = 3_000_000
AXE_PAGES = ("index.html", "choices.html", "downloads.html", "patients.html")


def question(site):
    """A page of a question that has sentences, a figure and tables."""
    return sorted(site.glob("0[1-9]*.html"))[4].name


def smallest(site, kind):
    """The shortest page of a kind: axe takes minutes on the longest."""
    return min(site.glob(f"{kind}-*.html"), key=lambda path: path.stat().st_size).name


def pages(site):
    return [*PAGES, question(site), smallest(site, "patient")]


def test_what_a_reader_opens_is_small(site):
    """Figures and archives are files to take away."""
    files = [path for path in site.rglob("*") if path.is_file()]
    opened = {path.name: path.stat().st_size for path in files if path.parent == site}
    assert len(opened) > 30
    assert sum(opened.values()) < MOST_BYTES, sorted(opened.items(), key=lambda item: -item[1])[:5]


def test_nothing_is_asked_of_any_server(browser, site):
    for page in sorted(site.glob("*.html")):
        browser.open(page)
    asked = [address for address in browser.requests() if address != "about:blank"]
    assert len(asked) > len(list(site.glob("*.html")))
    assert [address for address in asked if not address.startswith(site.as_uri())] == []


def test_no_script_or_style_is_refused_by_the_policy_of_the_page(browser, site):
    for page in pages(site):
        browser.open(site / page)
    assert browser.driver.get_log("browser") == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser, site, scheme):
    browser.show("laptop", scheme)
    found = {}
    for page in (*AXE_PAGES, question(site), smallest(site, "rows"), smallest(site, "patient")):
        browser.open(site / page)
        violations = Axe().run(browser.driver)["violations"]
        found[page] = [
            (violation["id"], violation["nodes"][0]["html"][:200])
            for violation in violations
            if violation["impact"] in ("serious", "critical")
        ]
    assert {page: violations for page, violations in found.items() if violations} == {}


@pytest.mark.parametrize("size", ["phone", "laptop", "wide"])
def test_no_page_is_wider_than_the_window(browser, site, size):
    browser.show(size)
    for page in pages(site):
        browser.open(site / page)
        wide, window = browser.driver.execute_script(
            "return [document.documentElement.scrollWidth, window.innerWidth]"
        )
        assert wide <= window, page


def test_dark_mode_is_dark(browser, site):
    colours = {}
    for scheme in ("light", "dark"):
        browser.show("laptop", scheme)
        browser.open(site / "index.html")
        colour = browser.first("body").value_of_css_property("background-color")
        colours[scheme] = sum(map(int, re.findall(r"\d+", colour)[:3]))
    assert colours["light"] > 600 > 150 > colours["dark"]


@pytest.mark.parametrize("script", [True, False])
def test_from_the_number_of_the_readme_to_the_reported_place_in_three_clicks(browser, site, script):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    headline = re.search(r"<!-- findings -->.*?(\d+/\d+)", readme, re.S)[1]
    browser.show("laptop", script=script)
    browser.open(site / "index.html")  # the first click, on the link of the README
    number = next(link for link in browser.all(".first .n") if link.text == headline)
    number.click()
    chain = browser.first(".chain:target")
    assert chain.is_displayed()
    assert headline.split("/")[0] in chain.find_element("css selector", ".values").text
    place = chain.find_element("css selector", ".sources li")
    assert place.find_element("css selector", "cite").text  # the document
    assert place.find_element("css selector", "a[href^=rows]").text  # its words
    address = place.find_element("css selector", "a.address")
    assert address.is_displayed() and address.get_attribute("href").startswith("https://")


def test_everything_can_be_read_without_script(browser, site):
    browser.show("laptop", script=False)
    browser.open(site / question(site))
    assert (
        browser.first("h1").is_displayed()
        and browser.first("figure svg, figure img").is_displayed()
    )
    browser.open(site / "audit.html")
    assert all(entry.is_displayed() for entry in browser.all(".findings > li"))
    browser.open(site / "choices.html")
    assert browser.first("main table").is_displayed()


def test_a_number_in_a_drawing_opens_its_chain_by_keyboard_and_without_script(browser, site):
    page = next(
        page for page in sorted(site.glob("0*.html")) if "</svg>" in page.read_text("utf-8")
    )
    for script in (True, False):
        browser.show("laptop", script=script)
        browser.open(page)
        number = browser.first(".picture a.n")
        words = number.find_element("css selector", "text").get_attribute("textContent").strip()
        number.send_keys(Keys.ENTER)
        chain = browser.first(".chain:target")
        assert chain.is_displayed() and words in chain.text


def test_the_numbers_of_a_forest_plot_lead_to_the_rows_that_they_were_drawn_from(browser, site):
    browser.open(site / "figures.html")
    drawn = browser.all("#figure-inovate_response .picture a.n")
    shown = [
        link.find_element("css selector", "text").get_attribute("textContent") for link in drawn
    ]
    assert shown[5:10] == [
        "121/164",
        "50/162",
        "2.39",
        "(1.87 to 3.06)",
        "42.9\N{NO-BREAK SPACE}(32.5 to 51.9)",
    ]


def test_escape_closes_a_chain_and_returns_to_its_number(browser, site):
    browser.open(site / "index.html")
    number = browser.first(".first .n")
    number.send_keys(Keys.ENTER)
    chain = browser.first(".chain:target")
    assert chain.is_displayed() and browser.driver.switch_to.active_element == chain
    assert browser.all(".chain:target .marked")
    chain.send_keys(Keys.ESCAPE)
    assert not browser.all(".chain:target")
    assert browser.driver.switch_to.active_element == number


def test_a_coded_row_leads_back_to_the_numbers_that_rest_on_it(browser, site):
    browser.open(site / "index.html")
    browser.first(".first .n").click()
    browser.first(".chain:target a[href^=rows]").click()
    row = browser.first("tr:target")
    assert row.find_elements("css selector", "a[href^='index.html#c']")


def test_the_search_finds_a_number_and_a_study(browser, site):
    browser.open(site / "index.html")
    number = browser.first(".first .n").text
    box = browser.first("#search")
    box.send_keys(number)
    browser.driver.implicitly_wait(5)
    assert number in browser.first("#found li").text
    browser.driver.implicitly_wait(0)
    box.send_keys(Keys.ESCAPE)
    assert not browser.all("#found li")


def test_findings_are_filtered(browser, site):
    browser.open(site / "audit.html")
    shown = lambda: [entry for entry in browser.all(".findings > li") if entry.is_displayed()]  # noqa: E731
    every = len(shown())
    browser.first("#filter-severity option:nth-child(2)").click()
    errors = shown()
    assert 0 < len(errors) < every
    assert {entry.get_attribute("data-severity") for entry in errors} == {"error"}
    assert browser.first("#shown").text == f"{len(errors)} shown"


def test_a_study_left_out_changes_the_pool_and_the_forest(browser, site):
    browser.open(site / "choices.html")
    before, studies = browser.first("#pooled").text, browser.all("[name=study]")
    assert f"{len(studies)} studies" in before
    assert len(browser.all("#forest .study")) == len(studies)
    studies[0].click()
    after = browser.first("#pooled").text
    assert f"{len(studies) - 1} studies" in after and after[:5] != before[:5]
    assert len(browser.all("#forest .out")) == 1
    for study in studies[1:]:
        study.click()
    assert browser.first("#pooled").text == "No study is left to pool."


def test_a_choice_of_the_multiverse_leaves_fewer_analyses(browser, site):
    browser.open(site / "choices.html")
    count = lambda: int(browser.first("#range").text.partition(" ")[0])  # noqa: E731
    every = count()
    browser.first("#choice-estimator option:nth-child(2)").click()
    assert 0 < count() < every
