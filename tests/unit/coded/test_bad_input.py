"""Bad input: every problem at once, each with its place and what is allowed; nothing touched."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from evidence.cli import app

CODED = Path("data") / "coded"


def state(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for part in ("data/derived", "figures", "notebooks")
        for path in sorted((folder / part).rglob("*"))
        if path.is_file()
    }


def run(command, folder):
    return CliRunner().invoke(app, [command, "--project", str(folder)])


def rewrite(folder, table, pattern, replacement, count=1):
    path = folder / CODED / f"{table}.csv"
    text, found = re.subn(
        pattern, replacement, path.read_text(encoding="utf-8"), count=count, flags=re.M
    )
    assert found == count, "the test did not break anything"
    path.write_text(text, encoding="utf-8")


def missing_file(folder):
    (folder / CODED / "doses.csv").unlink()


def missing_column(folder):
    rewrite(folder, "patients", "^patient_id,document_id,label,", "patient_id,document_id,")


def unknown_code(folder):
    rewrite(folder, "laboratory", ",haemoglobin,", ",haemoglobine,")


def unknown_state(folder):
    rewrite(folder, "events", ",not_reported,", ",unknown,")


def empty_required(folder):
    rewrite(folder, "patients", "^([a-z_]+_1,[a-z0-9_]+),[^,]+,", r"\1,,")


def duplicate_key(folder):
    path = folder / CODED / "patients.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([*lines, lines[-1]]), encoding="utf-8")


def dangling_key(folder):
    rewrite(folder, "doses", r"^([a-z0-9_]+\.d\d+),[a-z0-9_]+,", r"\1,nobody,")


def wrong_encoding(folder):
    path = folder / CODED / "laboratory.csv"
    path.write_bytes(
        path.read_text(encoding="utf-8").replace("μ", "ü").encode("latin-1", "replace")
    )


def semicolons(folder):
    path = folder / CODED / "arms.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",", ";"), encoding="utf-8")


def events_above_n(folder):
    rewrite(folder, "outcomes", ",88,109,reported,", ",188,109,reported,")


def percentage_above_100(folder):
    rewrite(folder, "outcomes", ",88,109,reported,80.7,", ",88,109,reported,180.7,")


def unreadable_figure(folder):
    rewrite(folder, "laboratory", r"10\.3 g/dL", "10.3 quux")


def unreadable_date(folder):
    rewrite(folder, "timeline", "5 January 2021", "31.02.2021")


def date_of_a_spreadsheet(folder):
    rewrite(folder, "assessments", "2.68×10\\^-5", "10-Mar")


def form_feed(folder):
    rewrite(folder, "doses", "2 cycles", "2 \x0ccycles")


def empty_file(folder):
    (folder / CODED / "effects.csv").write_text("")


def ragged_row(folder):
    rewrite(folder, "arms", "^(inovate2016[^\n]*)$", r"\1,one more")


def short_row(folder):
    path = folder / CODED / "arms.csv"
    path.write_text(
        path.read_text(encoding="utf-8") + "inovate2016.extra,inovate2016\n", encoding="utf-8"
    )


EXPECTED = {
    missing_file: ("doses.csv", "no such file"),
    missing_column: ("patients.csv", "label", "no such column"),
    unknown_code: ("laboratory.csv", "analyte", "haemoglobine", "code of analytes"),
    unknown_state: ("events.csv", "occurred", "unknown", "yes, no, not_reported"),
    empty_required: ("patients.csv", "label", "may not be empty"),
    duplicate_key: ("patients.csv", "patient_id", "the key in rows", "each key once"),
    dangling_key: ("doses.csv", "patient_id", "nobody", "a patient_id of patients"),
    wrong_encoding: ("laboratory.csv", "row ", "in Windows-1252", "UTF-8: save as"),
    semicolons: ("arms.csv", "semicolons", "commas"),
    events_above_n: ("outcomes.csv", "inovate2016.o1", "events", "188", "at most n, which is 109"),
    percentage_above_100: (
        "outcomes.csv",
        "inovate2016.o1",
        "percent_as_reported",
        "180.7",
        "from 0 to 100",
    ),
    unreadable_figure: ("laboratory.csv", "value_as_reported", "10.3 quux", "known unit"),
    unreadable_date: ("timeline.csv", "when_as_reported", "31.02.2021", "a date"),
    date_of_a_spreadsheet: ("assessments.csv", "huang_2023.a19", "result_as_reported", "10-Mar"),
    form_feed: ("doses.csv", "di_palma_2022.d1", "cycle_as_reported", "U+000C (a form feed)"),
    empty_file: ("effects.csv", "an empty file", "a header"),
    ragged_row: ("arms.csv", "row 2", "cells"),
    short_row: ("arms.csv", "2 cells", "6 cells"),
}


@pytest.mark.parametrize("breaks", EXPECTED, ids=lambda breaks: breaks.__name__)
def test_each_problem_is_said_with_its_place_and_what_is_allowed(copy, breaks):
    breaks(copy)
    result = run("check", copy)
    assert result.exit_code == 1
    line = next(
        (
            line
            for line in result.output.splitlines()
            if EXPECTED[breaks][0] in line and all(part in line for part in EXPECTED[breaks])
        ),
        None,
    )
    assert line, result.output
    assert "Traceback" not in result.output


def test_all_problems_come_at_once_and_nothing_is_touched(copy):
    several = [
        unknown_code,
        unknown_state,
        dangling_key,
        events_above_n,
        unreadable_date,
        missing_file,
    ]
    several.remove(dangling_key)  # its table is the missing one
    for breaks in several:
        breaks(copy)
    before = state(copy)
    result = run("build", copy)
    assert result.exit_code == 1
    for breaks in several:
        assert all(part in result.output for part in EXPECTED[breaks])
    assert state(copy) == before


def test_a_sound_copy_has_no_problems(copy):
    result = run("check", copy)
    assert (result.exit_code, "no problems" in result.output) == (0, True)


def test_outside_a_project_the_command_says_so(tmp_path):
    result = run("check", tmp_path)
    assert result.exit_code == 1
    assert "datapackage.json" in result.output and "Traceback" not in result.output
