"""HTML, LaTeX and CSV of one table."""

import csv
import io
import re
from dataclasses import replace

import pytest
from lxml import html

from evidence.files.escape import printable
from evidence.tables.core.table import Row, Table, columns
from evidence.tables.writers.column_widths import shares
from evidence.tables.writers.csv import to_csv
from evidence.tables.writers.html_latex import to_html, to_latex


@pytest.fixture
def page(small):
    return html.fromstring(to_html(small, ("1. A reference.",)))


def test_html_shows_cells_under_their_headings(page):
    rows = [[cell.text_content() for cell in row] for row in page.xpath("//tbody/tr")]
    assert rows == [
        ["Adults"],
        ["Ærø & <Co>", "1/3 (33.3)", "−0.5", "No"],
        ["C", "0/2 (0.0)", "1.0", "Yes"],
        ["Children"],
        ["B_1", "NR", "first\nsecond", "NR"],
    ]
    headings = [cell.text_content().strip() for cell in page.xpath("//thead//th")]
    assert {"Result", "Patient", "n/N (%) [95% CI]", "VOD", "Table 9. A small table"} & set(
        headings
    ) >= {"Result", "Patient", "n/N (%) [95% CI]", "VOD"}


def test_html_aligns_as_the_columns_say(page):
    first = page.xpath("//tbody/tr[2]/td/@class")
    assert [re.search(r"gt_(left|right|center)", name).group(1) for name in first] == [
        "left",
        "right",
        "right",
        "center",
    ]


def test_html_puts_footnotes_and_references_under_the_table(page):
    assert [cell.text_content().strip() for cell in page.xpath("//tfoot//td")] == [
        "NR, not reported.",
        "Second note, 5% & more.",
        "1. A reference.",
    ]
    assert page.xpath("//meta/@charset") == ["utf-8"] and page.get("lang") == "en"


def test_html_is_the_same_every_time(small):
    assert to_html(small) == to_html(small)
    assert f'id="{small.name}"' in to_html(small)


def test_latex_escapes_wraps_and_repeats_its_header(small):
    text = to_latex(small)
    assert (
        r"Ærø \& \textless{}Co\textgreater{}" in text and r"B\_1" in text and r"5\% \& more" in text
    )
    spec = re.search(r"\\begin\{longtable\}\{(.*)\}\n", text).group(1)
    assert (
        spec.count("p{") == len(small.columns) and r"\raggedleft" in spec and r"\centering" in spec
    )
    head, repeated = text.split(r"\endfirsthead")
    assert "Patient" in head and "Patient" in repeated.split(r"\endhead")[0]
    assert text.count(r"\begin{longtable}") == text.count(r"\end{longtable}") == 1


def test_csv_has_one_header_and_the_sources(small):
    rows = list(csv.reader(io.StringIO(to_csv(small))))
    assert rows[0] == ["group", "who", "n", "m", "state", "sources"]
    assert rows[1] == ["Adults", "Ærø & <Co>", "1/3 (33.3)", "−0.5", "No", "cases:a"]
    assert [row[0] for row in rows[1:]] == ["Adults", "Adults", "Children"]


def test_widths_add_up_and_hold_the_longest_word(small):
    widths = shares(small)
    assert sum(widths) == pytest.approx(1) and min(widths) > 0


def test_a_column_with_long_text_is_the_widest():
    table = Table(
        "t",
        "T",
        columns(("a", "A"), ("b", "B"), ("c", "C")),
        tuple(Row(("x", "many words " * 30, "y"), "") for _ in range(5)),
    )
    widths = shares(table)
    assert widths[1] > 3 * max(widths[0], widths[2])


def test_stress_is_written_in_every_markup(stressed):
    shown = html.fromstring(to_html(stressed)).xpath("//tbody/tr")
    assert [[cell.text_content() for cell in row] for row in shown] == [
        list(row.cells) for row in stressed.rows
    ]
    assert to_latex(stressed).count(r"\\") >= len(stressed.rows)
    assert len(list(csv.reader(io.StringIO(to_csv(stressed))))) == len(stressed.rows) + 1
    assert sum(shares(stressed)) == pytest.approx(1)


def test_a_table_refuses_rows_that_do_not_fit():
    with pytest.raises(
        ValueError,
        match=(
            r"table t: column a has alignment 'middle'; allowed: left, center, right; row 2 "
            r"has 1 cells; allowed: 2"
        ),
    ):
        Table(
            "t",
            "T",
            columns(("a", "A", "middle"), ("b", "B")),
            (Row(("1", "2"), ""), Row(("1",), "")),
        )


def test_html_shows_whatever_a_cell_holds_as_text(nasty):
    text, table = nasty
    page = html.fromstring(to_html(table, (text,)))
    shown = [cell.text_content() for cell in page.xpath("//tbody//td")]
    assert shown == [printable(text), "next"]
    assert not page.xpath("//script | //a | //img | //b") and len(page.xpath("//style")) == 2
    assert [note.text_content() for note in page.xpath("//tfoot//td")] == [printable(text)] * 2


def test_latex_has_only_commands_of_its_own(nasty):
    _text, table = nasty
    written = to_latex(table)
    plain = to_latex(
        replace(
            table,
            title="T",
            columns=columns(("a", "A", "left", "G"), ("b", "B")),
            rows=(Row(("x", "next"), "s", "g"),),
            footnotes=("f",),
        )
    )
    commands = re.compile(r"\\[A-Za-z]+")
    assert set(commands.findall(written)) <= {
        *commands.findall(plain),
        *(
            rf"\text{name}"
            for name in ("backslash", "asciitilde", "asciicircum", "less", "greater")
        ),
        r"\textbar",
    }
    unescaped = re.sub(r"\\.", "", written)
    assert unescaped.count("{") == unescaped.count("}")
    assert not re.search(r"(\\\\|\\toprule) *\n\s*[\[*]", written)
    written.encode("utf-8")


def test_csv_has_no_formula_and_as_many_cells(nasty):
    _text, table = nasty
    page = io.StringIO(to_csv(table), newline="")
    rows = list(csv.reader(page))
    assert [len(row) for row in rows] == [4, 4]
    assert rows[1][2:] == ["next", "s:1"]
    assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for cell in rows[1])


def test_csv_keeps_numbers_and_marks_formulas():
    table = Table("t", "T", columns(("a", "A"), ("b", "B")), (Row(("-0.5", "=1+1"), "s:1"),))
    assert to_csv(table).splitlines()[1] == "-0.5,'=1+1,s:1"
