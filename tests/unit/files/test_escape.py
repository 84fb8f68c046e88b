"""Text in each format stays text: checked with the format's own readers."""

import csv
import io
from xml.etree import ElementTree

import pytest

from evidence.files.escape import (
    is_formula,
    latex,
    markdown,
    one_line,
    printable,
    spreadsheet_cell,
)
from tests.unit.tables.nasty import NASTY


@pytest.mark.parametrize("text", NASTY)
def test_printable_text_can_stand_in_xml_and_is_nothing_to_a_terminal(text):
    shown = printable(text)
    ElementTree.fromstring(f"<a>{shown.replace('&', '&amp;').replace('<', '&lt;')}</a>")
    assert "\x1b" not in shown and "\x9b" not in shown
    shown.encode("utf-8")


def test_printable_keeps_letters_breaks_and_tabs():
    assert printable("Ærø 10⁻⁴ 短い\n\t−0.5\u00a0mg") == "Ærø 10⁻⁴ 短い\n\t−0.5\u00a0mg"
    assert printable("a\r\nb\rc\u2028d\u2029e\x85f") == "a\nb\nc\nd\ne\nf"


@pytest.mark.parametrize("text", NASTY)
def test_one_line_is_one_line_to_every_reader(text):
    assert len(one_line(text).splitlines()) == 1 and "\t" not in one_line(text)


def test_one_line_keeps_no_break_spaces():
    assert one_line("5\u00a0mg \n  daily") == "5\u00a0mg daily"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[a](javascript:x)", r"\[a\](javascript:x)"),
        ("**b** `c` $d$", r"\*\*b\*\* \`c\` \$d\$"),
        ("_x_ and cr_or_cri", r"\_x\_ and cr_or_cri"),
        ("a | b", r"a \| b"),
        ("<b>", r"\<b>"),
        ("&amp; & &#65;", r"\&amp; & \&#65;"),
        ("# x", r"\# x"),
        ("- x", r"\- x"),
        ("12. x", r"12\. x"),
        ("12) x", r"12\) x"),
        ("12 x", "12 x"),
        ("a # b > c - 1. x", "a # b > c - 1. x"),
        ("two\n\n# lines", "two # lines"),
        ("\\", r"\\"),
    ],
)
def test_markdown_shows_the_text(text, shown):
    assert markdown(text) == shown


@pytest.mark.parametrize("text", NASTY)
def test_latex_leaves_no_command_and_no_brace_open(text):
    shown = latex(text)
    for sign in ("\\textbackslash{}", "\\textasciitilde{}", "\\textasciicircum{}"):
        shown = shown.replace(sign, "")
    for sign in "&%$#_{}":
        shown = shown.replace(f"\\{sign}", "")
    assert not set(shown) & set("\\&%$#_{}~^")


@pytest.mark.parametrize(
    ("cell", "formula"),
    [
        ("=1", True),
        ("=", False),
        ("+", False),
        ("+a", True),
        ("-a", True),
        ("-", False),
        ("@a", True),
        (" =1", True),
        ("\t1", False),
        ("-1", False),
        ("+1.5e-3", False),
        ("-.5", False),
        ("-1+1", True),
        ("- ", False),
        ("−1", False),
        ("a=1", False),
        ("", False),
    ],
)
def test_formulas_are_told_from_numbers_and_text(cell, formula):
    assert is_formula(cell) is formula


@pytest.mark.parametrize("text", NASTY)
def test_no_cell_of_a_spreadsheet_begins_a_formula(text):
    page = io.StringIO()
    csv.writer(page).writerow([spreadsheet_cell(text), "next"])
    first, second = next(csv.reader(io.StringIO(page.getvalue(), newline="")))
    assert not first.lstrip().startswith(("=", "+", "-", "@")) and second == "next"
