"""The coded tables are sound, and what is committed is what is computed from them."""

from pathlib import Path

from evidence.files.csv_text import csv_text
from evidence.review.core.open_review import read_review
from evidence.review.core.project import find_project

PROJECT = find_project(Path(__file__))


def test_derived_tables_are_those_of_the_coded_ones():
    review = read_review(PROJECT)  # refuses coded tables with problems
    for name, frame in review.derived.items():
        path = PROJECT.derived / f"{name}.csv"
        assert path.read_text(encoding="utf-8") == csv_text(frame), f"run `make review`: {name}"
