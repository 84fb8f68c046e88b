"""Terms for a response, beside each other."""

import pandas as pd

from evidence.audit.core.check import check
from evidence.audit.core.findings import Frames, noted


def moment(rows: pd.DataFrame) -> pd.Series:
    """What ties results together: the entry that dates them, else the evaluation."""
    evaluation = "evaluation " + rows["evaluation"].astype("string").fillna("")
    return (
        rows["timeline_id"]
        .where(rows["timeline_id"] != "", evaluation.astype(str))
        .where(lambda moment: moment != "evaluation ", "")
    )


@check("responses", severity="note", says="A response has a kind.")
def response_without_kind(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = coded["assessments"]
    rows = rows[(rows["response"] == "response") & (rows["result_as_reported"] == "")]
    return noted(
        "assessments",
        rows,
        "term_as_reported",
        expected="a kind of response",
        how="the term names no kind of response and no value is reported with it",
    )


@check(
    "responses",
    severity="error",
    says="Abstract, text and captions have the same term for a response.",
    threshold="code list incompatible_responses",
)
def terms_differ(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = coded["assessments"].assign(moment=moment)
    # What was assessed, and when; not every field of medicine tells compartments apart.
    same = [name for name in ("patient_id", "moment", "compartment", "marker") if name in rows]
    rows = rows[rows["moment"] != ""].drop_duplicates([*same, "response"])
    both = rows.merge(
        coded["incompatible_responses"][["first", "second", "severity"]],
        left_on="response",
        right_on="first",
        suffixes=("", "_pair"),
        validate="many_to_many",
    )
    others = rows[[*same, "response", "assessment_id", "term_as_reported"]]
    pairs = (
        both.sort_values("severity", kind="stable")
        .merge(
            others,
            left_on=[*same, "second"],
            right_on=[*same, "response"],
            suffixes=("", "_other"),
            validate="many_to_one",
        )
        .drop_duplicates([name for name in same if name != "marker"])
    )
    return noted(
        "assessments",
        pairs,
        "response",
        reported="{term_as_reported}; {term_as_reported_other}",
        expected="a single term for a response",
        how="{first} and {second} are reported of the same compartment at the same time",
        sources="assessments:{assessment_id} assessments:{assessment_id_other}",
        severity=pairs["severity"],
    )
