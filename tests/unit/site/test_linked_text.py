"""What a cell or a sentence holds is text on the page, never markup, a script or a link."""

import pytest

from evidence.site.links.linked_text import address_link, cell, rendered, target
from evidence.site.notebook_tables import tables_in

NASTY = (
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<!-- <b> -->",
    "]]><svg onload=alert(1)>",
    "{{ 7 * 7 }}{% raw %}",
    "&lt;b&gt; &#60;",
)


@pytest.mark.parametrize("words", NASTY)
def test_a_cell_stays_text(words):
    html = str(cell(words))
    assert "<" not in html.replace("<br>", "")
    assert tables_in(f"<table><tr><td>{html}</td></tr></table>")[0].rows == [[words]]


@pytest.mark.parametrize("words", NASTY)
def test_a_sentence_holds_no_tag_but_those_of_markdown(words):
    html = str(rendered(words))
    assert html.startswith("<p>") and html.count("<") <= 2


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "http://a b", "//evil", "vbscript:x"]
)
def test_only_addresses_of_the_web_are_links(address):
    assert "<a" not in address_link(address)
    assert target(address, ()) == ""
    assert "<a" not in rendered(f"[words]({address})")


def test_a_quotation_mark_does_not_end_an_attribute():
    html = str(address_link('https://a.b/"onmouseover="alert(1)'))
    assert 'href="https://a.b/&#34;onmouseover=&#34;alert(1)"' in html


def test_a_link_to_a_notebook_is_a_link_to_its_page():
    html = rendered("[Survival](06_survival.ipynb) and [code](../src/x.py)", pages=["06_survival"])
    assert html == '<p><a href="06_survival.html">Survival</a> and code</p>\n'
