"""Is every value, as reported, in the paragraph that its locator names?"""

import re

import pandas as pd

from evidence.audit.verify.full_texts import FullText
from evidence.audit.verify.normalise_text import occurs, plain

NAMED, ELSEWHERE, NOWHERE, NO_TEXT = "paragraph named", "elsewhere", "nowhere", "no text"
ACROSS = "across paragraphs"
JOINT = " … "  # between pieces that stand apart in the report
NAMES = (
    "authors_as_reported"  # "Family Initials; Family Initials", a title page may print given names
)


def paragraphs_named(locator: str) -> list[int]:
    """Paragraph numbers of a locator.

    >>> paragraphs_named("Abstract ¶10; Figure 1 caption ¶33")
    [10, 33]
    """
    return [int(number) for number in re.findall(r"¶(\d+)", locator)]


def pieces(column: str, reported: str) -> list[str]:
    """The pieces of a coded cell, each to be found on its own.

    >>> (
    ...     pieces("dose_as_reported", "1.8 … mg/m²"),
    ...     pieces("authors_as_reported", "Huang S-M; Wan C-L"),
    ... )
    (['1.8', 'mg/m²'], ['Huang S-M', 'Wan C-L'])
    """
    joint = "; " if column == NAMES else JOINT
    return [piece.strip() for piece in reported.split(joint) if piece.strip()]


def named_in_full(name: str, paragraph: str) -> bool:
    """Is an author coded as "Family Initials" given with first names before the family name?

    >>> (
    ...     named_in_full("Huang S-M", plain("Si-Man Huang")),
    ...     named_in_full("Huang X", plain("Si-Man Huang")),
    ... )
    (True, False)
    """
    family, _, initials = name.rpartition(" ")
    letters = [letter for letter in initials if letter.isalpha()]
    given = "".join(rf"{re.escape(letter)}[^\W\d]*[.\s\u2010]*" for letter in letters)
    return bool(family) and bool(
        re.search(rf"(?<![^\W\d]){given}\s{re.escape(plain(family))}(?![^\W\d])", paragraph)
    )


def _in_paragraph(piece: str, column: str, text: FullText, number: int) -> bool:
    runs = text.runs.get(number, ())
    return any(occurs(piece, run) for run in runs) or (
        column == NAMES and bool(runs) and named_in_full(piece, text.paragraphs[number])
    )


def _find(
    piece: str, column: str, texts: list[FullText], named: list[int]
) -> tuple[str, list[str]]:
    """Where a piece is, and the paragraphs if it is not where it should be."""
    if any(_in_paragraph(piece, column, text, number) for text in texts for number in named):
        return NAMED, []
    others = [
        f"¶{number}"
        for text in texts
        for number in text.runs
        if _in_paragraph(piece, column, text, number)
    ]
    if not others and any(occurs(piece, run) for text in texts for run in text.whole):
        others = [ACROSS]
    return (ELSEWHERE, others) if others else (NOWHERE, [])


def _find_all(reported: str, column: str, texts: list[FullText], locator: str) -> tuple[str, str]:
    """The worst place of the pieces of a cell, with what is to be known of it."""
    if not texts:
        return NO_TEXT, ""
    found = {
        piece: _find(piece, column, texts, paragraphs_named(locator))
        for piece in pieces(column, reported)
    }
    for place in (NOWHERE, ELSEWHERE):
        astray = {
            piece: where for piece, (found_place, where) in found.items() if found_place == place
        }
        if astray:
            return place, "; ".join(
                " ".join([repr(piece), *where]) for piece, where in astray.items()
            )
    return NAMED, ""


def coded_values(coded: dict[str, pd.DataFrame], keys: dict[str, str]) -> pd.DataFrame:
    """Every value as reported in rows that name a document and a paragraph, one row per value.

    Claims without a value hold a statement in the words of the coder: nothing to look for.

    Parameters
    ----------
    keys : name of the key column of each table.

    Returns
    -------
    table, row, column, reported, document_id, locator.
    """
    parts = []
    for name, frame in coded.items():
        if not {"document_id", "locator"} <= set(frame.columns):
            continue
        rows = frame[frame["locator"].str.contains("¶")].rename(columns={keys[name]: "row"})
        if name == "documents":
            rows = rows.assign(document_id=rows["row"])
        reported = [column for column in rows if column.endswith("as_reported")]
        if "has_figure" in rows:
            rows = rows.assign(
                value_as_reported=rows["value_as_reported"].where(rows["has_figure"] == "yes", "")
            )
        long = rows.melt(["row", "document_id", "locator"], reported, "column", "reported")
        parts.append(long[long["reported"] != ""].assign(table=name))
    return pd.concat(parts, ignore_index=True)[
        ["table", "row", "column", "reported", "document_id", "locator"]
    ]


def reported_in(coded: dict[str, pd.DataFrame]) -> dict[str, list[str]]:
    """The reports in which a document is described: itself if it is a report, else those that cite
    it.
    """
    reports = coded["documents"].loc[coded["documents"]["role"] == "report", "document_id"]
    citing = coded["citations"].groupby("cited_document_id")["document_id"].unique()
    return {document: list(found) for document, found in citing.items()} | {
        report: [report] for report in reports
    }


def verify(
    coded: dict[str, pd.DataFrame], keys: dict[str, str], texts: dict[str, FullText]
) -> pd.DataFrame:
    """Where every coded value of the reports stands in their full texts.

    Parameters
    ----------
    coded : coded tables. keys : name of the key column of each. texts : full texts by document.

    Returns
    -------
    table, row, column, reported, document (the report or reports that it is in), locator,
    found (paragraph named, elsewhere, nowhere, no text) and where (the pieces astray, with the
    paragraphs that hold them).
    """
    values, described_in = coded_values(coded, keys), reported_in(coded)
    values["document"] = values["document_id"].map(
        lambda document: " ".join(described_in.get(document, [document]))
    )
    results = []
    for value in values.itertuples():
        available = [texts[report] for report in value.document.split() if report in texts]
        results.append(_find_all(value.reported, value.column, available, value.locator))
    values[["found", "where"]] = results
    return values[["table", "row", "column", "reported", "document", "locator", "found", "where"]]
