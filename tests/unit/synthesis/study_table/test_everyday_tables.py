"""Tables as people keep them: other headers, other encodings, sums under the studies."""

import pytest

from evidence.synthesis.study_table import read_study_table


@pytest.fixture
def read(tmp_path):
    def of(text, measure="RR", encoding="utf-8"):
        path = tmp_path / "studies.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return read_study_table(path, measure)

    return of


def test_two_columns_that_add_up_are_noted():
    counts = {"xi": [1, 2, 3, 6], "ni": [10, 20, 30, 60]}
    table = read_study_table({"study": ["A", "B", "C", "Gaia"]} | counts, "PLO")
    assert table.labels[-1] == "Gaia"
    assert "row 5 ('Gaia'): its counts are the sums of the rows above" in table.note
    counts["ni"][-1] = 61
    assert not read_study_table({"study": ["A", "B", "C", "Gaia"]} | counts, "PLO").notes


def test_names_under_another_word_are_those_of_the_studies():
    table = read_study_table(
        {"Publikation": ["Alder", "Birch", "Summe"], "xi": [1, 2, 3], "ni": [10, 20, 30]}, "PLO"
    )
    assert table.labels == ("Alder", "Birch")
    assert "names of studies read from the first column (Publikation)" in table.note


def test_a_first_column_of_repeated_words_holds_no_names():
    table = read_study_table({"land": ["DE", "DE"], "xi": [1, 2], "ni": [10, 20]}, "PLO")
    assert table.labels == ("study 1", "study 2")


@pytest.mark.parametrize(
    "header",
    ["trial,tpos,tneg,cpos,cneg", "author,Ee,bi,Ec,di", "Study or Subgroup,ai,bi,ci,di"],
)
def test_names_of_other_programs(read, header):
    table = read(header + "\nHart,4,119,11,128\n", "RR")
    assert table.labels == ("Hart",)
    assert [table.columns[name].item() for name in ("ai", "bi", "ci", "di")] == [4, 119, 11, 128]


def test_utf_32_is_read(tmp_path):
    path = tmp_path / "wide.csv"
    path.write_bytes("study,xi,ni\nÅsa,1,10\n".encode("utf-32"))
    table = read_study_table(path, "PLO")
    assert table.labels == ("Åsa",) and "read as UTF-32" in table.note


@pytest.mark.parametrize(
    "name",
    ["All", "All (95% CI)", "Insgesamt", "Sous-total", "Totale", "Suma", "Totaal", "Yhteensä",
     "Razem", "Итого", "合计", "小計", "합계", "Pooled RR", "Overall RR (random effects)",
     "Summary odds ratio", "Median", "Yhteensa\u0308"],
)  # fmt: skip
def test_rows_of_totals_in_other_words_are_left_out(name):
    table = read_study_table({"study": ["A 2010", name], "xi": [1, 1], "ni": [10, 10]}, "PLO")
    assert table.labels == ("A 2010",) and f"row 3 ({name!r}) left out" in table.note


@pytest.mark.parametrize(
    "name", ["ALL", "Overall survival", "ENSEMBLE", "Total Therapy 3", "Meaning 2010"]
)
def test_studies_of_such_words_stay(name):
    table = read_study_table({"study": ["A", name], "xi": [1, 2], "ni": [10, 20]}, "PLO")
    assert table.labels == ("A", name)
