"""Files as people bring them: each flaw is one sentence with its place."""

import pytest

from evidence.coded.characters import character_problems
from evidence.coded.dictionary import Field, Table
from evidence.coded.read_csv import read_table

FIELDS = tuple(Field(name, "string", "") for name in ("key", "label"))
TABLE = Table("t", "coded/t.csv", "", FIELDS, ("key",), (), ())
GOOD = b'key,label\na,"x, y"\nb,z\nc,"say ""no"""\n'


def read(tmp_path, raw):
    path = tmp_path / "t.csv"
    path.write_bytes(raw)
    return read_table(path, TABLE)


@pytest.mark.parametrize("raw", [GOOD, GOOD.replace(b"\n", b"\r\n")])
def test_unix_and_windows_line_ends_are_read(tmp_path, raw):
    frame, problems = read(tmp_path, raw)
    assert problems == [] and frame["label"].tolist() == ["x, y", "z", 'say "no"']


def test_what_spreadsheets_add_is_left_out(tmp_path):
    frame, problems = read(tmp_path, b"\xef\xbb\xbf" + GOOD.replace(b"\n", b"\r\n") + b",\r\n" * 3)
    assert problems == [] and frame.values.tolist() == [
        ["a", "x, y"],
        ["b", "z"],
        ["c", 'say "no"'],
    ]


def test_a_row_of_commas_between_rows_stays(tmp_path):
    frame, problems = read(tmp_path, GOOD.replace(b"b,z", b",\nb,z"))
    assert problems == [] and frame["key"].tolist() == ["a", "", "b", "c"]


def test_a_table_may_be_empty(tmp_path):
    frame, problems = read(tmp_path, b"key,label\n")
    assert problems == [] and frame.empty and list(frame) == ["key", "label"]


@pytest.mark.parametrize(
    ("raw", "row", "found"),
    [
        (GOOD.replace(b"\n", b"\r"), "row 1", "line end CR"),
        (GOOD.replace(b"b,z\n", b"b,z\r"), "row 3", "line end CR"),
        (GOOD.replace(b"b,z", b'b,"z'), "row 3", "quotation mark"),
        (GOOD + b'd,"' + b"long " * 50_000, "row 5", "quotation mark"),
        (GOOD.replace(b",", b"\t"), "row 1", "tabs"),
        (GOOD.replace(b"z", b"\x96"), "row 3", r"\x96', which is '–' in Windows-1252"),
        (GOOD.replace(b"z", b"\xed\xa0\x80"), "row 3", r"\xed"),  # a lone surrogate
        (GOOD.decode().encode("utf-16"), "row 1", "UTF-16"),
        (b"\xef\xbb\xbf" + GOOD.replace(b",", b";"), "row 1", "semicolons"),
        (GOOD.replace(b",", b"|"), "row 1", "vertical bars"),
    ],
)
def test_flaws_of_a_file_are_named(tmp_path, raw, row, found):
    frame, problems = read(tmp_path, raw)
    assert frame.empty and [problem.row for problem in problems] == [row]
    assert found in problems[0].found


@pytest.mark.parametrize(
    "sign",
    ["\0", "\x0c", "\x1b", "\x7f", "\x9f", "\t", "\u2028", "\u202e", "\ufeff", "\ufffd", "\uffff"],
)
def test_control_characters_are_named_with_their_cell(tmp_path, sign):
    frame, problems = read(tmp_path, GOOD.replace(b"z", f"z{sign}z".encode()))
    assert problems == []
    (problem,) = character_problems(frame, TABLE)
    assert (problem.row, problem.column) == ("b", "label")
    assert f"U+{ord(sign):04X}" in problem.found


def test_a_line_break_in_a_cell_is_named(tmp_path):
    frame, _ = read(tmp_path, GOOD.replace(b"x, y", b"x\ny"))
    (problem,) = character_problems(frame, TABLE)
    assert (problem.row, problem.found) == ("a", "U+000A (a line break)")


def test_what_languages_need_is_no_problem(tmp_path):
    text = "é ß μ ≤ · – “x” \u00a0 \u2009 … ¶ \U0001f600"
    frame, problems = read(tmp_path, GOOD.replace(b"z", text.encode()))
    assert problems == character_problems(frame, TABLE) == []


def test_a_control_character_in_a_key_is_shown_with_its_escape(tmp_path):
    frame, _ = read(tmp_path, GOOD.replace(b"b,z", b"b\x0c,z"))
    (problem,) = character_problems(frame, TABLE)
    assert "\x0c" not in str(problem) and r"b\x0c" in str(problem)
