"""Verification against the full texts: run over a project, and reported."""

from pathlib import Path

import pandas as pd
from rich.console import Console
from rich.table import Column, Table

from evidence.audit.verify.full_texts import BY_NAME, TRIED, find_texts
from evidence.audit.verify.locate_values import ELSEWHERE, NAMED, NO_TEXT, NOWHERE, verify
from evidence.coded.settings import read_settings
from evidence.review.core.project import Project
from evidence.review.lineage.lineage import coded_text

PLACES = (NAMED, ELSEWHERE, NOWHERE, NO_TEXT)


def verify_project(project: Project, sources: Path) -> pd.DataFrame:
    """Where every coded figure of a project's reports is reported, as
    :func:`evidence.audit.verify.locate_values.verify` reports it.

    Raises
    ------
    ProblemsFound : a coded file that cannot be read; what its cells hold is not validated here.
    SourcesProblem : the folder holds no text of a report, or several of one.
    """
    coded, keys = coded_text(project)
    return verify(
        coded,
        {name: columns[0] for name, columns in keys.items()},
        find_texts(sources, coded["documents"], _named_texts(project)),
    )


def _named_texts(project: Project) -> dict[str, str]:
    """The file of a report where review.toml names it."""
    names: dict[str, str] = read_settings(project.root).sections.get("texts", {})
    return names


def confirmed(results: pd.DataFrame) -> bool:
    """Was every figure looked for and found somewhere in its document?"""
    return not results["found"].isin([NOWHERE, NO_TEXT]).any()


def _counts(results: pd.DataFrame) -> Table:
    counts = (
        results.groupby(["table", "found"], sort=False)
        .size()
        .unstack(fill_value=0)
        .reindex(columns=PLACES, fill_value=0)
    )
    shown = Table(Column("coded table", no_wrap=True), "figures", *PLACES)
    for name, row in counts.iterrows():
        shown.add_row(str(name), str(row.sum()), *map(str, row))
    shown.add_section()
    shown.add_row("all", str(len(results)), *map(str, counts.sum()))
    for column in shown.columns[1:]:
        column.justify = "right"
    return shown


def print_results(results: pd.DataFrame, console: Console) -> None:
    """Print how many figures are where, then each that is not in the paragraph
    its locator names.
    """
    console.print(_counts(results))
    for place in (NOWHERE, ELSEWHERE):
        for row in results[results["found"] == place].itertuples():
            console.print(
                (
                    f"{place}: coded/{row.table}.csv: {row.row}, {row.column}: "
                    f"{row.reported!r}; locator {row.locator}; {row.where}"
                ),
                markup=False,
            )
    without = sorted(
        {
            report
            for reports in results.loc[results["found"] == NO_TEXT, "document"]
            for report in reports.split()
        }
    )
    if without:
        console.print(
            f"no text at hand for {', '.join(without)}: their figures were not looked for; looked "
            f"for was {TRIED} in the first pages of each file; {BY_NAME}",
            markup=False,
        )
