"""The tables that a manuscript takes numbers from, as text."""

from collections.abc import Iterable

import pandas as pd

from evidence.coded.dictionary import read_dictionary
from evidence.coded.reader_agreement import agreement
from evidence.review.core.open_review import Review
from evidence.review.core.project import Project
from evidence.review.lineage.lineage import as_text, coded_text, derived_text

AGREEMENT = "reader_agreement"  # made for manuscripts; its rows are tables that were read twice


def table_names(review: Review) -> list[str]:
    """Names of all tables; where a derived table has the name of a coded one, it is meant."""
    return list(dict.fromkeys([*review.derived, *review.coded, AGREEMENT]))


def text_tables(project: Project, review: Review, names: Iterable[str]) -> dict[str, pd.DataFrame]:
    """The tables named, cells as text; derived ones as the last build wrote them if they are fresh.

    Returns
    -------
    Tables by name; names that no table has are left out.
    """
    wanted = [name for name in table_names(review) if name in set(names)]
    derived = [name for name in wanted if name in set(review.derived)]
    coded, _ = coded_text(project)
    found = derived_text(project, derived) | {
        name: coded[name] for name in wanted if name in coded and name not in derived
    }
    if AGREEMENT in wanted:
        found[AGREEMENT] = as_text(agreement(project.data, read_dictionary(project.data)))
    return found
