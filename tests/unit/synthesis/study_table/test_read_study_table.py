"""Study tables as files and frames: what is read, what is noted, what is refused."""

import numpy as np
import pandas as pd
import pytest

from evidence.synthesis.errors import CaseLevelError, SynthesisError
from evidence.synthesis.study_table.study_table import read_study_table

ARMS = {"ai": [12, 5], "n1i": [120, 60], "ci": [20, 9], "n2i": [118, 62]}
ROWS = "Alder 2014,12,120,20,118\nBirch 2016,5,60,9,62\n"


@pytest.fixture
def read(tmp_path):
    def of(text, measure="RR", encoding="utf-8"):
        path = tmp_path / "studies.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return read_study_table(path, measure)

    return of


def holds_arms(table):
    assert table.labels == ("Alder 2014", "Birch 2016")
    for name, values in ARMS.items():
        np.testing.assert_array_equal(table.columns[name], values)


@pytest.mark.parametrize(
    "header",
    [
        "study,ai,n1i,ci,n2i",  # metafor
        "studlab,event.e,n.e,event.c,n.c",  # R meta
        "Name,Events 1,Total 1,Events 2,Total 2",  # RevMan 5, File > Export > Data and analyses
        "Study,Experimental cases,Experimental N,Control cases,Control N",  # RevMan data package
        "Study ID,Treatment events,Treatment total,Control events,Control total",
        "STUDY_ID,events_treatment,n_treatment,events_control,n_control",
        "Trial,Intervention Events,Intervention N,Placebo Events,Placebo N",
        "Author (year),r1,n1,r2,n2",
        "study,EVENT.E,N.E,EVENT.C,N.C",
    ],
)
def test_the_names_of_other_programs(read, header):
    holds_arms(read(f"{header}\n{ROWS}"))


@pytest.mark.parametrize(
    ("header", "measure", "columns"),
    [
        ("event,n", "PLO", ["xi", "ni"]),
        ("Events,Sample size", "PLO", ["xi", "ni"]),
        ("event,time", "IRLN", ["xi", "ti"]),
        ("event.e,time.e,event.c,time.c", "IRR", ["x1i", "t1i", "x2i", "t2i"]),
        ("mean.e,sd.e,n.e,mean.c,sd.c,n.c", "MD", ["m1i", "sd1i", "n1i", "m2i", "sd2i", "n2i"]),
        ("Mean 1,SD 1,Total 1,Mean 2,SD 2,Total 2", "SMD",
         ["m1i", "sd1i", "n1i", "m2i", "sd2i", "n2i"]),
        ("mean,sd,n", "MN", ["mi", "sdi", "ni"]),
        ("cor,n", "ZCOR", ["ri", "ni"]),
        ("TE,seTE", "OR", ["yi", "sei", "vi"]),
        ("GIV Mean,GIV SE", "OR", ["yi", "sei", "vi"]),
        ("HR,LCL,UCL", "HR", ["estimate", "low", "high"]),
        ("hazard ratio,95% CI lower,95% CI upper", "HR", ["estimate", "low", "high"]),
        ("Effect Estimate,CI Start,CI End", "RR", ["estimate", "low", "high"]),
        ("a,b,c,d", "OR", ["ai", "bi", "ci", "di"]),
    ],
)  # fmt: skip
def test_names_lead_to_the_columns_of_the_measure(header, measure, columns):
    table = read_study_table({name: [1] for name in header.split(",")}, measure)
    assert list(table.columns) == columns


def test_a_standard_error_is_squared():
    table = read_study_table({"yi": [0.1, 0.2], "vi": [np.nan, 0.3], "sei": [0.5, 9]}, "RR")
    assert table.columns["vi"].tolist() == [0.25, 0.3]


def test_a_standard_error_below_0_is_refused():
    with pytest.raises(SynthesisError, match=r"row 3 \(B\): sei must not be negative"):
        read_study_table({"study": ["A", "B"], "yi": [0.1, 0.2], "sei": [0.0, -0.1]}, "GEN")


@pytest.mark.parametrize(
    ("encoding", "noted"),
    [
        ("utf-8-sig", "UTF-8 with a byte order mark"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("cp1252", "Windows-1252"),
    ],
)
def test_encodings_are_read_and_noted(read, encoding, noted):
    text = "study,xi,ni\nMüller 2014,1,10\n"
    table = read(text, "PLO", encoding)
    assert table.labels == ("Müller 2014",) and noted in table.note


@pytest.mark.parametrize("separator", [";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_separators_and_line_ends(read, separator, end):
    text = f"study,ai,n1i,ci,n2i\n{ROWS}".replace(",", separator).replace("\n", end)
    table = read(text)
    holds_arms(table)
    assert "between columns" in table.note


def test_excels_line_that_names_the_separator(read):
    table = read("sep=;\nstudy;xi;ni\nA;x;10\n".replace("x;10", "1;10"), "PLO")
    assert table.places == ("row 3",) and "read with semicolons" in table.note


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("0,45", 0.45),
        ("1.240,5", 1240.5),
        ("0.45", 0.45),
        ("−0.51", -0.51),
        ("0·45", 0.45),
        ("1 240.5", 1240.5),
        ("1\u202f240,5", 1240.5),
        ("4.5e-1", 0.45),
        (".45", 0.45),
        ("NR", np.nan),
        ("–", np.nan),
        ("NA", np.nan),
        ("", np.nan),
    ],
)
def test_numbers_as_they_are_written(cell, value):
    table = read_study_table({"yi": [cell, "0,7"], "vi": [1, 1]}, "GEN")
    np.testing.assert_equal(table.columns["yi"][0], value)


@pytest.mark.parametrize(
    ("cell", "other", "value"),
    [("1,240", "7", 1240), ("1.240", "0,5", 1240), ("1 240", "7", 1240), ("1240.0", "7", 1240)],
)
def test_marks_between_thousands_of_counts(cell, other, value):
    table = read_study_table(
        {"xi": [1, 2], "ti": [other, 9], "ni": [5, 5]} | {"xi": [cell, 2]}, "IR"
    )
    assert table.columns["xi"][0] == value


@pytest.mark.parametrize(
    ("cell", "allowed"),
    [
        ("1.240", "a whole number (1240"),
        ("12.5", "a whole number"),
        ("0.12", "a whole number"),
        ("12%", "a number, not a percentage"),
        ("12 (10%)", "a number"),
        ("12/120", "a number"),
        ("10-Mar", "a number"),
        ("#DIV/0!", "a number"),
        ("<5", "a number"),
        (True, "a number"),
        (float("inf"), "a finite whole number"),
    ],
)
def test_what_is_no_count_is_named_by_row_and_column(cell, allowed):
    with pytest.raises(SynthesisError) as refusal:
        read_study_table({"study": ["A", "B"], "events": [1, cell], "n": [120, 5000]}, "PLO")
    assert f"row 3 (B), column events (xi): found {cell!r}; allowed: {allowed}" in str(
        refusal.value
    )


def test_a_mark_that_may_be_either_is_refused():
    with pytest.raises(SynthesisError, match="without a mark between thousands"):
        read_study_table({"yi": ["1,240"], "vi": [1]}, "GEN")


@pytest.mark.parametrize(
    "name",
    ["Total", "TOTALS", "Subtotal", "Sub-total (95% CI)", "Total (95% CI)", "Overall", "Pooled",
     "Grand total", "Summary", "RE Model", "Random effects model", "Subtotal: children", "Gesamt",
     "Summe", "Total events", "All studies", "Total, 5 studies", "Σ", "Overall effect",
     "Heterogeneity: Tau² = 0", "Test for overall effect: Z = 2"],
)  # fmt: skip
def test_rows_of_totals_are_left_out(name):
    table = read_study_table({"study": ["A 2010", name], "xi": [1, 1], "ni": [10, 10]}, "PLO")
    assert table.labels == ("A 2010",) and f"row 3 ({name!r}) left out" in table.note


@pytest.mark.parametrize(
    "name", ["TOTAL 2010", "Overall 2012", "Sumner 2011", "Alder (total) 2011"]
)
def test_studies_whose_names_begin_alike_stay(name):
    table = read_study_table({"study": ["A", name], "xi": [1, 2], "ni": [10, 20]}, "PLO")
    assert table.labels == ("A", name)


def test_totals_without_their_name():
    three = {"ai": [1, 2, 3], "n1i": [10, 20, 30], "ci": [2, 2, 2], "n2i": [11, 21, 31]}
    summed = {name: [*values, sum(values)] for name, values in three.items()}
    table = read_study_table({"study": ["A", "B", "C", None]} | summed, "OR")
    assert table.labels == ("A", "B", "C") and "sums of the rows above" in table.note
    with pytest.raises(SynthesisError, match="row 5: the counts are the sums of the rows above"):
        read_study_table({"study": ["A", "B", "C", "Everybody"]} | summed, "OR")


def test_revmans_export_has_rows_of_titles_and_totals(read):
    head = "Comparison Number,Outcome Number,Name,Data Type,Events 1,Total 1,Events 2,Total 2\n"
    title, total = "1,0,Aspirin,,,,,\n", "1,1,Death,DIC,17,180,29,180\n"
    rows = "".join(f"1,1,{row.replace(',', ',,', 1)}\n" for row in ROWS.splitlines())
    with pytest.raises(SynthesisError, match="column 'Outcome Number' holds 0, 1"):
        read(head + title + total + rows)
    table = read(head + total + rows)
    holds_arms(table)
    assert "statistics of a pooled result" in table.note
    with pytest.raises(SynthesisError, match="column 'Outcome Number' holds 1, 2"):
        read(head + rows + rows.replace("1,1,", "1,2,"))


def test_identifiers_keep_their_zeros(read):
    table = read("id,xi,ni\n001,1,10\n002,2,20\n", "PLO")
    assert table.labels == ("001", "002")


def test_an_authors_name_takes_its_year():
    table = read_study_table(
        {"author": ["Hart", "Stein 1953"], "year": [1977, 1953], "xi": [1, 2], "ni": [9, 9]}, "PLO"
    )
    assert table.labels == ("Hart 1977", "Stein 1953")


def test_names_of_rows_as_r_writes_them(read):
    assert read(',xi,ni\n"Hart 1977",1,10\n"Stein 1953",2,10\n', "PLO").labels[0] == "Hart 1977"
    numbered = read(',xi,ni\n"1",1,10\n"2",2,10\n', "PLO")
    assert numbered.labels == ("study 1", "study 2") and "no column of study names" in numbered.note


def test_studies_found_twice_are_noted():
    table = read_study_table(
        {"study": ["Alder 2014", "alder  2014", "C"], "xi": [1, 2, 3], "ni": [9, 9, 9]}, "PLO"
    )
    assert "Alder 2014 found 2 times (row 2, row 3)" in table.note
    same = {name: [values[0], values[0]] for name, values in ARMS.items()}
    table = read_study_table({"study": ["A", "B"]} | same, "RR")
    assert "the same numbers in row 2, row 3" in table.note


def test_empty_rows_and_columns_are_left_out_and_noted(read):
    table = read("study,dose,xi,ni,\n\nA,,1,10,\n,,,,\nB,,2,20,\n,,,,\n,,,,\n", "PLO")
    assert table.labels == ("A", "B") and table.places == ("row 3", "row 5")
    assert "row 2, row 4 empty" in table.note and "column dose empty" in table.note


def test_a_line_of_title_is_left_out_and_named(read):
    for title in ("Table 2. Events by study,,,,\n", "Table 2. Events, by study\n", "Events\n\n"):
        table = read(f"{title}study,ai,n1i,ci,n2i\n{ROWS}")
        holds_arms(table)
        assert "row 1 left out, a title" in table.note


def test_a_short_row_is_noted(read):
    table = read("study,xi,ni\nA,3\nB,4,40\n", "PLO")
    assert "row 2 has 2 of 3 cells" in table.note and np.isnan(table.columns["ni"][0])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (",Treatment,,Control,\nStudy,Events,Total,Events,Total\n" + ROWS, "a merged header"),
        ("Study,Events,Total,Events,Total\n" + ROWS, "column 'Events' found twice"),
        ("study,Events,Total,Events.1,Total.1\n" + ROWS, "the second as 'Events.1'"),
        ('study,ai,n1i,ci,n2i\n"Alder,1,2,3,4\n', "row 2: unexpected end of data"),
        ("study,ai,n1i,ci,n2i\nAlder,1,2,3,4,5\n", "row 2: 6 cells found; allowed: 5"),
        ("study,ai,n1i,ci,n2i\n", "no rows"),
        ("", "the file is empty"),
        (b"PK\x03\x04 a workbook", "a workbook found"),
        (b"study,xi,ni\nA\x00,1,2\n", "row 2: a NUL character"),
        (b"study,ai\xff\x81\n", "cannot be read"),
        ("study,n.e,Total 1,ai,ci,n2i\nA,1,1,1,1,1\n", "'n.e' and 'Total 1' found"),
        ("study,OR,low,high\nA,1,0.5,2\n", "column 'OR' holds another measure (odds_ratio)"),
        ("study,ai,n1i,ci,n2i\nA\x1bB,1,2,3,4\n", "without control characters"),
    ],
)  # fmt: skip
def test_files_that_are_no_study_table_are_refused_by_name(read, text, words):
    with pytest.raises(SynthesisError) as refusal:
        read(text)
    assert words in str(refusal.value)


@pytest.mark.parametrize("name", ["Patient ID", "patient.id", "Case", "CASE_ID"])
def test_rows_that_are_patients_are_refused(name):
    with pytest.raises(CaseLevelError):
        read_study_table({name: ["P1"], "xi": [1], "ni": [10]}, "PLO")


def test_a_frame_with_a_name_twice_is_refused():
    frame = pd.DataFrame([["A", 1, 2, 10]], columns=["study", "xi", "xi", "ni"])
    with pytest.raises(SynthesisError, match="column 'xi' found twice"):
        read_study_table(frame, "PLO")
