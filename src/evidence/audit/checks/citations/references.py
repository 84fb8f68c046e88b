"""Reference lists: duplicates, years, order, gaps."""

import re

import pandas as pd

from evidence.audit.claims.authors import plain
from evidence.audit.core.check import check
from evidence.audit.core.findings import NONE, Frames, looked_up, noted
from evidence.harmonise.memoise import read_each


@check("citations", severity="warning", says="A document is listed once.")
def reference_twice(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = coded["citations"].sort_values(["document_id", "reference_number"], kind="stable")
    first = rows.groupby(["document_id", "cited_document_id"], sort=False)[
        ["citation_id", "reference_number"]
    ].transform("first")
    again = rows["citation_id"] != first["citation_id"]
    rows = rows.join(first.add_suffix("_first"))[again]
    return noted(
        "citations",
        rows,
        "cited_document_id",
        reported="{reference_number}: {as_reported}",
        expected="one entry per document",
        how="the same paper as reference {reference_number_first}",
        sources="citations:{citation_id} citations:{citation_id_first}",
    )


@check("citations", severity="error", says="The first author of a reference is the paper's.")
def first_author_wrong(coded: Frames, derived: Frames) -> pd.DataFrame:
    authors = coded["documents"].set_index("document_id")["authors_as_reported"]
    rows = coded["citations"].assign(
        first=lambda f: looked_up(f["cited_document_id"], authors).str.split(";").str[0]
    )
    same = [
        plain(reported)[:4] == plain(first)[:4]
        for reported, first in zip(rows["first_author_as_reported"], rows["first"], strict=True)
    ]
    rows = rows[~pd.Series(same, rows.index, dtype=bool)]
    return noted(
        "citations",
        rows,
        "first_author_as_reported",
        expected=rows["first"],
        how="first author of the same paper",
        sources="citations:{citation_id} documents:{cited_document_id}",
    )


@check("citations", severity="error", says="The year of a reference is the paper's.")
def year_wrong(coded: Frames, derived: Frames) -> pd.DataFrame:
    years = coded["documents"].set_index("document_id")["year"]
    rows = coded["citations"].assign(year=lambda f: f["cited_document_id"].map(years))
    rows = rows[
        (rows["year"] != "")
        & (rows["year_as_reported"] != "")
        & (rows["year"] != rows["year_as_reported"])
    ]
    return noted(
        "citations",
        rows,
        "year_as_reported",
        expected=rows["year"],
        how="year of the same paper",
        sources="citations:{citation_id} documents:{cited_document_id}",
    )


@check(
    "citations",
    severity="error",
    says="A report cites what was published.",
    threshold="year of the report",
)
def cited_before_published(coded: Frames, derived: Frames) -> pd.DataFrame:
    years = pd.to_numeric(
        coded["documents"].set_index("document_id")["year"].replace("", None)
    ).astype(float)
    rows = coded["citations"]
    rows = rows[
        pd.to_numeric(rows["year_as_reported"].replace("", None)).astype(float)
        > rows["document_id"].map(years)
    ]
    return noted(
        "citations",
        rows,
        "year_as_reported",
        expected="not after the report",
        how="a paper cited before it was published",
    )


@check(
    "citations",
    severity="warning",
    says="A paper is not older than what it is about.",
    threshold="code list dated_terms",
)
def title_before_its_subject(coded: Frames, derived: Frames) -> pd.DataFrame:
    documents = coded["documents"]
    parts = []
    for term in coded["dated_terms"].itertuples():
        named = documents["title"].str.contains(term.term, case=False, regex=False)
        early = pd.to_numeric(documents["year"].replace("", None)).astype(float) < int(
            term.first_year
        )
        rows = coded["citations"].merge(
            documents.loc[named & early, ["document_id", "title", "year"]],
            left_on="cited_document_id",
            right_on="document_id",
            suffixes=("", "_cited"),
            validate="many_to_one",
        )
        parts.append(
            noted(
                "citations",
                rows,
                "year_as_reported",
                reported=rows["year"] + ": " + term.term,
                expected=f"{term.first_year} or later",
                how="the title names what did not have a name yet",
                sources="citations:{citation_id} documents:{cited_document_id}",
            )
        )
    return pd.concat(parts or [NONE]).drop_duplicates("row_key")


def journal_key(title: str) -> str:
    """A journal's name so that its abbreviation gives the same: the first letters of each word.

    >>> journal_key("Cellular Therapy and Transplantation (CTT)") == journal_key(
    ...     "Cell Ther Transplant"
    ... )
    True
    """
    words = re.findall(r"[a-z]+", re.sub(r"\(.*?\)", "", title.lower()))
    return " ".join(
        word[:4] if word != "journal" else "j"
        for word in words
        if word not in ("and", "of", "the", "in")
    )


@check("citations", severity="warning", says="A volume of a journal is of a single year.")
def volume_in_two_years(coded: Frames, derived: Frames) -> pd.DataFrame:
    documents = coded["documents"]
    documents = documents[
        (documents["container_title"] != "")
        & (documents["volume"] != "")
        & (documents["year"] != "")
    ]
    documents = documents.assign(journal=read_each(documents["container_title"], journal_key, ""))
    mixed = documents[documents.groupby(["journal", "volume"])["year"].transform("nunique") > 1]
    years = (
        mixed.groupby(["journal", "volume"])["year"]
        .agg(lambda values: ", ".join(sorted(set(values))))
        .rename("years")
    )
    mixed = mixed.merge(years, on=["journal", "volume"], validate="many_to_one")
    rows = coded["citations"].merge(
        mixed[["document_id", "years", "volume", "container_title"]],
        left_on="cited_document_id",
        right_on="document_id",
        suffixes=("", "_cited"),
        validate="many_to_one",
    )
    return noted(
        "citations",
        rows,
        "year_as_reported",
        reported="{container_title} {year_as_reported};{volume}",
        expected="one year per volume",
        how="the coded documents give the volume for {years}",
        sources="citations:{citation_id} documents:{cited_document_id}",
    )


@check("citations", severity="note", says="A reference has journal, volume and pages.")
def reference_incomplete(coded: Frames, derived: Frames) -> pd.DataFrame:
    documents = coded["documents"].set_index("document_id")[["volume", "pages", "container_title"]]
    rows = coded["citations"].join(documents, on="cited_document_id")
    rows = rows.assign(garbled=rows["pages"].str.contains(r"\d\s*[A-Z]{2,}\s*[–-]", regex=True))
    rows = rows[(rows["volume"] == "") | (rows["container_title"] == "") | rows["garbled"]]
    how = rows["garbled"].map({True: "pages are garbled", False: "journal or volume is missing"})
    return noted("citations", rows, "as_reported", expected="journal, volume and pages", how=how)


@check("citations", severity="note", says="A citation mark is a number of the list.")
def mark_without_reference(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = coded["citation_contexts"]
    last = coded["citations"].groupby("document_id")["reference_number"].max()
    highest = read_each(
        rows["reference_as_reported"], lambda text: float(max(map(int, re.findall(r"\d+", text))))
    ).astype(float)
    rows = rows[highest > rows["document_id"].map(last).astype(float)].drop_duplicates(
        ["document_id", "locator", "reference_as_reported"]
    )
    return noted(
        "citation_contexts",
        rows,
        "reference_as_reported",
        expected="a number of the list",
        how="the list ends at " + rows["document_id"].map(last).astype(str),
    )


@check("citations", severity="note", says="References are numbered in order of appearance.")
def cited_out_of_order(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = coded["citation_contexts"].drop_duplicates(["document_id", "reference_number"])
    highest = rows.groupby("document_id", sort=False)["reference_number"].cummax()
    rows = rows[rows["reference_number"] < highest].drop_duplicates("document_id")
    return noted(
        "citation_contexts",
        rows,
        "reference_number",
        reported=rows["reference_as_reported"],
        expected="numbers in order of appearance",
        how="first cited after reference " + highest[rows.index].astype(str),
    )
