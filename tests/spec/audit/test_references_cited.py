"""Reference lists and marks: years, order, gaps, and titles that are about something else."""

import pandas as pd
import pytest

from evidence.audit.checks.citations.references import (
    cited_before_published,
    cited_out_of_order,
    first_author_wrong,
    mark_without_reference,
    reference_incomplete,
    reference_twice,
    title_before_its_subject,
    volume_in_two_years,
    year_wrong,
)
from evidence.audit.checks.citations.subjects import (
    cited_for_opposite,
    cited_for_other_protocol,
    cited_off_subject,
)
from tests.spec.audit.small_tables import PLACE, rows

CITED = {
    "document_id": "cited",
    "year": "2016",
    "authors_as_reported": "Alder A; Birch B",
    "title": "Xylose in leukaemia",
    "container_title": "Journal of Trials",
    "volume": "7",
    "pages": "1-9",
}
ENTRY = {
    **PLACE,
    "citation_id": "r1",
    "reference_number": 1,
    "cited_document_id": "cited",
    "first_author_as_reported": "Alder",
    "year_as_reported": "2016",
    "as_reported": "Alder 2016",
}


def listed(entry: dict, document: dict, *more: dict) -> dict[str, pd.DataFrame]:
    """A reference and the document that it is."""
    report = dict.fromkeys(CITED, "") | {"document_id": "report", "year": "2020"}
    return {
        "citations": rows(ENTRY | entry),
        "documents": rows(CITED | document, report, *more),
        "dated_terms": rows({"term": "xylose", "first_year": 2016}),
    }


@pytest.mark.parametrize(
    ("reported", "found"),
    [("Alder", 0), ("Alders", 0), ("Aldous", 1), ("Birch", 1), ("ALDER", 0), ("Âlder", 0)],
)
def test_the_first_author_is_known_by_four_letters(reported: str, found: int) -> None:
    noted = first_author_wrong(listed({"first_author_as_reported": reported}, {}), {})
    assert noted["expected"].tolist() == ["Alder A"] * found


@pytest.mark.parametrize(
    ("reported", "year", "found"),
    [("2016", "2016", 0), ("2017", "2016", 1), ("2015", "2016", 1), ("", "2016", 0),
     ("2017", "", 0)],
)  # fmt: skip
def test_a_year_is_that_of_the_paper(reported: str, year: str, found: int) -> None:
    noted = year_wrong(listed({"year_as_reported": reported}, {"year": year}), {})
    assert noted["expected"].tolist() == [year] * found


@pytest.mark.parametrize(("year", "found"), [("2019", 0), ("2020", 0), ("2021", 1), ("", 0)])
def test_a_report_cites_nothing_later_than_itself(year: str, found: int) -> None:
    assert len(cited_before_published(listed({"year_as_reported": year}, {}), {})) == found


@pytest.mark.parametrize(
    ("year", "title", "found"),
    [
        ("2015", "Xylose in leukaemia", 1),
        ("2015", "XYLOSE", 1),
        ("2015", "Glucose", 0),
        ("2016", "Xylose in leukaemia", 0),
        ("2017", "Xylose in leukaemia", 0),
        ("", "Xylose in leukaemia", 0),
    ],
)
def test_a_paper_is_not_older_than_the_name_of_its_subject(
    year: str, title: str, found: int
) -> None:
    noted = title_before_its_subject(listed({}, {"year": year, "title": title}), {})
    assert noted["expected"].tolist() == ["2016 or later"] * found


def test_without_dated_terms_nothing_is_found() -> None:
    coded = listed({}, {"year": "1900"})
    assert title_before_its_subject(coded | {"dated_terms": coded["dated_terms"][:0]}, {}).empty


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({"year": "2017"}, 1),
        ({"year": "2016"}, 0),
        ({"year": ""}, 0),
        ({"year": "2017", "volume": "8"}, 0),
        ({"year": "2017", "container_title": "J Trials"}, 1),  # the same journal, abbreviated
        ({"year": "2017", "container_title": "Journal of Cases"}, 0),
        ({"year": "2017", "container_title": "", "volume": ""}, 0),
    ],
)
def test_a_volume_is_of_one_year(cells: dict, found: int) -> None:
    coded = listed({}, {}, CITED | {"document_id": "other"} | cells)
    noted = volume_in_two_years(coded, {})
    assert len(noted) == found
    if found:
        assert noted["how"].item() == "the coded documents give the volume for 2016, 2017"


@pytest.mark.parametrize(
    ("cells", "how"),
    [
        ({}, []),
        ({"volume": ""}, ["journal or volume is missing"]),
        ({"container_title": ""}, ["journal or volume is missing"]),
        ({"pages": ""}, []),
        ({"pages": "12 PLOS-15"}, ["pages are garbled"]),
        ({"pages": "12P-15"}, []),
        ({"pages": "S12-S15"}, []),
    ],
)
def test_a_reference_has_journal_volume_and_pages(cells: dict, how: list) -> None:
    assert reference_incomplete(listed({}, cells), {})["how"].tolist() == how


def test_a_document_is_listed_once() -> None:
    entries = rows(
        ENTRY | {"citation_id": "r3", "reference_number": 3},
        ENTRY,
        ENTRY | {"citation_id": "r2", "reference_number": 2, "cited_document_id": "other"},
        ENTRY | {"citation_id": "x1", "document_id": "letter"},
    )
    noted = reference_twice({"citations": entries}, {})
    assert noted["row_key"].tolist() == ["r3"]
    assert noted["sources"].item() == "citations:r3 citations:r1"
    assert noted["how"].item() == "the same paper as reference 1"


MARK = {**PLACE, "context_id": "x1", "subject": "efficacy", "cited_for": "efficacy"}


@pytest.mark.parametrize(
    ("mark", "found"), [("1", 0), ("2", 0), ("3", 1), ("1-3", 1), ("1, 2", 0), ("3-1", 1)]
)
def test_a_mark_is_at_most_the_last_number(mark: str, found: int) -> None:
    entries = rows(ENTRY, ENTRY | {"citation_id": "r2", "reference_number": 2})
    marks = rows(MARK | {"reference_as_reported": mark, "reference_number": 1})
    noted = mark_without_reference({"citations": entries, "citation_contexts": marks}, {})
    assert noted["how"].tolist() == ["the list ends at 2"] * found


@pytest.mark.parametrize(
    ("numbers", "found"),
    [
        ([1, 2, 3], []),
        ([1, 1, 2], []),
        ([1, 3, 2, 4], ["2"]),
        ([2, 1, 3], ["1"]),
        ([3, 2, 1], ["2"]),  # one finding a report
        ([1, 2, 1], []),
    ],
)
def test_references_are_numbered_as_they_appear(numbers: list[int], found: list) -> None:
    marks = rows(
        *(
            MARK | {"context_id": f"x{n}", "reference_number": k, "reference_as_reported": str(k)}
            for n, k in enumerate(numbers)
        )
    )
    noted = cited_out_of_order({"citation_contexts": marks}, {})
    assert noted["reported"].tolist() == found


def marked(title: str, **cells: object) -> dict[str, pd.DataFrame]:
    return {
        "citation_contexts": rows(
            MARK | {"reference_as_reported": "1", "reference_number": 1} | cells
        ),
        "citations": rows(ENTRY),
        "documents": rows(CITED | {"title": title}),
        "subject_terms": rows({"subject": "efficacy", "terms": "xylose;leukaemia"}),
    }


@pytest.mark.parametrize(
    ("title", "cells", "found"),
    [
        ("Xylose", {}, 0),
        ("A trial in Leukaemia", {}, 0),
        ("Influenza", {}, 1),
        ("", {}, 0),  # a title that is not known
        ("Influenza", {"subject": "harms"}, 0),
        ("Influenza", {"reference_number": 2}, 0),
    ],
)
def test_a_title_names_what_it_is_cited_for(title: str, cells: dict, found: int) -> None:
    noted = cited_off_subject(marked(title, **cells), {})
    assert noted["how"].tolist() == ["the title cited names none of: xylose, leukaemia"] * found


@pytest.mark.parametrize(
    ("cited_for", "title", "found"),
    [
        ("trial AALL15P1", "Results of Interfant-06", 1),
        ("trial AALL15P1", "Results of AALL15P1", 0),
        ("trial AALL15P1", "AALL15P1 after Interfant-06", 0),
        ("trial AALL15P1", "Results of a trial", 0),
        ("a trial", "Results of Interfant-06", 0),
    ],
)
def test_a_protocol_is_cited_by_its_report(cited_for: str, title: str, found: int) -> None:
    coded = marked(title, subject="protocol", cited_for=cited_for)
    assert len(cited_for_other_protocol(coded, {})) == found
    assert cited_for_other_protocol(marked(title, cited_for=cited_for), {}).empty


OPPOSED = rows(
    {"claimed": r"\bnegative\b", "cited": r"\bpositive\b", "expected": "negative", "of": "positive"}
)


@pytest.mark.parametrize(
    ("population", "arm", "title", "found"),
    [
        ("negative", "", "Xylose in positive leukaemia", 1),
        ("", "negative", "Xylose in positive leukaemia", 1),
        ("negative", "", "Xylose in negative and positive leukaemia", 0),
        ("negative", "", "Xylose in leukaemia", 0),
        ("positive", "", "Xylose in positive leukaemia", 0),
    ],
)
def test_a_title_is_not_on_the_opposite(population: str, arm: str, title: str, found: int) -> None:
    claim = {**PLACE, "claim_id": "c1", "reference_number": 1, "reference_as_reported": "1"}
    cells = {"population_as_reported": population, "arm_as_reported": arm}
    coded = marked(title) | {"claims": rows(claim | cells), "opposed_terms": OPPOSED}
    assert cited_for_opposite(coded, {})["expected"].tolist() == ["negative"] * found
