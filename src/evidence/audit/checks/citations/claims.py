"""Is a claim in the study it is credited to, and is a reference what it is cited for?"""

import pandas as pd

from evidence.audit.checks.citations.thresholds import VERDICT_SEVERITY
from evidence.audit.claims.authors import authors_named
from evidence.audit.claims.explanation import explanations
from evidence.audit.core.check import check
from evidence.audit.core.checked_codes import checked_codes
from evidence.audit.core.findings import Frames, noted


@check(
    "citations",
    severity="error",
    says="A claim about another study agrees with the results of that study, and cites it.",
    threshold="half a unit of the claim's last decimal",
)
def claim_not_supported(coded: Frames, derived: Frames) -> pd.DataFrame:
    verdicts = derived["claim_verdicts"]
    verdicts = verdicts[verdicts["verdict"].isin(VERDICT_SEVERITY)]
    labels = coded["studies"].set_index("study_id")["label"].to_dict()
    # Codes stay codes: a finding is looked up in the coded tables.
    expected = explanations(
        verdicts, studies=labels, sets={}, reference=lambda document: f"the reference is {document}"
    )
    rows = coded["claims"].merge(
        verdicts[["claim_id", "verdict", "sources"]].assign(expected=expected),
        on="claim_id",
        validate="one_to_one",
    )
    other = rows["comparator_value_as_reported"]
    reported = (
        rows["value_as_reported"]
        + (" v " + other).where(other != "", "")
        + (" [" + rows["reference_as_reported"] + "]").where(
            rows["reference_as_reported"] != "", ""
        )
    )
    return noted(
        "claims",
        rows,
        "value_as_reported",
        reported=reported,
        expected=rows["expected"],
        how=rows["verdict"].str.replace("_", " "),
        sources=rows["sources"],
        severity=rows["verdict"]
        .map(VERDICT_SEVERITY)
        .replace("error", "warning")
        .where(rows["has_figure"] == "no", rows["verdict"].map(VERDICT_SEVERITY)),
    )


@check(
    "citations",
    severity="warning",
    says="A claimed outcome is the outcome that the study reports, not a wider one.",
    threshold="code lists measure_groups and checked_codes",
)
def claim_of_other_measure(coded: Frames, derived: Frames) -> pd.DataFrame:
    verdicts = derived["claim_verdicts"]
    other = (
        (verdicts["matched_measure"] != "")
        & (verdicts["matched_measure"] != verdicts["measure"])
        & verdicts["verdict"].isin(["supported", "wrong_reference"])
    )
    groups = coded["measure_groups"]
    groups = groups[groups["group"].isin(checked_codes(coded, "kinds_differ"))]
    other &= verdicts["measure"].isin(groups["measure"])
    rows = coded["claims"].merge(
        verdicts.loc[other, ["claim_id", "matched_measure", "sources"]],
        on="claim_id",
        validate="one_to_one",
    )
    return noted(
        "claims",
        rows,
        "measure",
        reported="{measure} {value_as_reported}",
        expected=rows["matched_measure"],
        how="the study reports the value for this wider outcome",
        sources=rows["sources"],
    )


def _author_findings(coded: Frames, spelling: str, how: str) -> pd.DataFrame:
    rows = authors_named(coded)
    # A passage names a person once and makes several claims.
    rows = rows[rows["spelling"] == spelling].drop_duplicates(
        ["document_id", "author_named_as_reported", "cited"]
    )
    first = rows["authors_as_reported"].astype(str).str.split(";").str[0]
    return noted(
        "claims",
        rows,
        "author_named_as_reported",
        expected=first,
        how=how,
        sources="claims:"
        + rows["claim_id"]
        + (" citations:" + rows["citation_id"].astype(object)).where(
            rows["citation_id"].notna(), ""
        ),
    )


@check("citations", severity="error", says="A named author is an author of the document.")
def author_wrong(coded: Frames, derived: Frames) -> pd.DataFrame:
    return _author_findings(coded, "wrong", "no author of the document has this name")


@check(
    "citations",
    severity="note",
    says="A named author is called by the family name.",
    threshold="code list author_given_names",
)
def author_by_given_name(coded: Frames, derived: Frames) -> pd.DataFrame:
    return _author_findings(coded, "given_name", "the given name of this author")


@check(
    "citations",
    severity="note",
    says="A named author is spelled as in the list.",
    threshold="0.7 of the letters, a threshold of this project",
)
def author_misprinted(coded: Frames, derived: Frames) -> pd.DataFrame:
    return _author_findings(coded, "misprint", "the name differs in some letters")


@check("citations", severity="warning", says="A value of another study has a reference.")
def figure_without_reference(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = coded["claims"]
    rows = rows[(rows["has_figure"] == "yes") & (rows["reference_as_reported"] == "")]
    return noted(
        "claims",
        rows,
        "reference_as_reported",
        reported=rows["value_as_reported"],
        expected="a reference",
        how="a value of another study without a reference",
    )
