"""Names of authors: as a reference list has them, and as a sentence names them."""

import re
from difflib import SequenceMatcher
from functools import cache

import pandas as pd

from evidence.audit.core.findings import Frames, looked_up
from evidence.coded.person_names import (
    AND_OTHERS,
    NOT_SEEN,
    author,
    authors,
    family_name,
    plain_letters,
)

# share of letters in common (Ratcliff and Obershelp) from which a name is a misprint; a threshold
# of this project
MISPRINT = 0.7
FOLLOWING = re.compile(
    r"\s*(?:et al\.?|and (?:colleagues|collaborators|co-?workers)|['’]s)\s*", re.I
)


@cache
def plain(name: str) -> str:
    """The family name in plain letters, without what a sentence puts after it.

    >>> plain("Gökbuğet N"), plain("Aldoss et al."), plain("van Dongen JJM")
    ('gokbuget', 'aldoss', 'vandongen')
    """
    return family_name(author(FOLLOWING.sub("", name).strip()))


@cache
def family_names(authors_as_reported: str) -> tuple[str, ...]:
    """Family names of a document's authors, in order; none where they were not seen.

    >>> family_names("Kantarjian HM; O'Brien S; et al."), family_names("Authors not seen")
    (('kantarjian', 'obrien'), ())
    """
    names = authors(authors_as_reported)
    return tuple(family_name(name) for name in names if name.get("literal") != AND_OTHERS)


@cache
def spelling(named: str, authors: str, labels: str, given_of: str = "") -> str:
    """right, given_name, misprint or wrong: is it the name of an author, or of the study itself?

    ``given_of`` is the family name of the person who has the name as given name, where known.

    >>> spelling("Heuso et al.", "Hueso T; Poudroux C", ""), spelling("Wiley", "Papayannidis C", "")
    ('misprint', 'wrong')
    >>> spelling("Hagop", "Kantarjian HM; DeAngelo DJ", "", "Kantarjian")
    'given_name'
    """
    name, known = plain(named), family_names(authors)
    if name in known or (name and name in plain_letters(labels)):
        return "right"
    if given_of and plain(given_of) in known:
        return "given_name"
    closest = max((SequenceMatcher(None, name, other).ratio() for other in known), default=0.0)
    return "misprint" if closest >= MISPRINT else "wrong"


def authors_named(coded: Frames) -> pd.DataFrame:
    """Claims that name an author, with what they are called for.

    Returns
    -------
    the coded columns, authors_as_reported of the document cited (or of the study the sentence
    speaks of), spelling (right, given_name, misprint, wrong). Claims whose document, or its
    authors, are not known are left out.
    """
    rows = coded["claims"]
    rows = rows[rows["author_named_as_reported"] != ""].assign(
        reference=lambda f: f["reference_number"].astype("Int64")
    )
    citations = coded["citations"][
        ["document_id", "reference_number", "cited_document_id", "citation_id"]
    ].rename(columns={"reference_number": "reference"})
    rows = rows.merge(
        citations.drop_duplicates(["document_id", "reference"]),
        on=["document_id", "reference"],
        how="left",
        validate="many_to_one",
    )
    studies = coded["studies"].drop_duplicates("document_id")
    of_study = rows["claimed_study_id"].map(coded["studies"].set_index("study_id")["document_id"])
    rows = rows.assign(cited=rows["cited_document_id"].fillna(of_study))
    families = coded["families"].set_index("family_id")["label"]
    labels = studies.assign(
        names=studies["label"]
        + " "
        + studies["family_id"].map(families)
        + " "
        + studies["trial_identifier"]
    ).set_index("document_id")["names"]
    reported = coded["documents"].set_index("document_id")["authors_as_reported"]
    rows = rows.assign(
        authors_as_reported=looked_up(rows["cited"], reported),
        labels=looked_up(rows["cited"], labels),
    )
    given = coded["author_given_names"].set_index("given_name")["family_name"]
    # Where no author was seen, whether a name is right cannot be said.
    seen = ~rows["authors_as_reported"].str.contains(NOT_SEEN)
    rows = rows[(rows["authors_as_reported"] != "") & seen]
    found = [
        spelling(*cells)
        for cells in zip(
            rows["author_named_as_reported"],
            rows["authors_as_reported"],
            rows["labels"],
            looked_up(rows["author_named_as_reported"], given),
            strict=True,
        )
    ]
    return rows.assign(spelling=pd.Series(found, rows.index, dtype=object))
