"""Does the author's term fit the criteria reported, and do abstract, text and captions agree on a
response?

Limits are those of ELN 2024 for adult ALL (Blood 143(19):1891): a partial response has 5 to 25%
marrow blasts, remission has less than 5% and, where known, MRD below 1%.
"""

import pandas as pd

from evidence.audit.checks.responses.terms import moment
from evidence.audit.core.check import check
from evidence.audit.core.findings import Frames, noted
from evidence.audit.core.reported_numbers import shares
from evidence.domains.haematology.audit.responses.course import measured
from evidence.domains.haematology.audit.responses.thresholds import (
    GROWING,
    HIGHEST_BLASTS_IN_PR,
    OF_MARROW_ALONE,
)
from evidence.domains.haematology.harmonise.responses import BLASTS, MRD_LIMIT, REMISSIONS


@check(
    "responses",
    severity="error",
    says="A partial response has its share of blasts.",
    threshold=f"{BLASTS:.0%} to {HIGHEST_BLASTS_IN_PR:.0%}, ELN 2024",
)
def partial_response_blasts(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = measured(coded)
    rows = rows[
        (rows["response"] == "pr")
        & (rows["compartment"] == "marrow")
        & ~rows["share"].between(BLASTS, HIGHEST_BLASTS_IN_PR)
        & rows["share"].notna()
    ]
    return noted(
        "assessments",
        rows,
        "term_as_reported",
        reported="{term_as_reported} ({result_as_reported})",
        expected=f"{BLASTS:.0%} to {HIGHEST_BLASTS_IN_PR:.0%} marrow blasts",
        how="partial response of ELN 2024",
    )


@check(
    "responses",
    severity="error",
    says="A remission has its share of blasts.",
    threshold=f"below {BLASTS:.0%}, ELN 2024",
)
def remission_with_blasts(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = measured(coded)
    rows = rows[
        rows["response"].isin(REMISSIONS)
        & (rows["compartment"] == "marrow")
        & (rows["is_mrd"] == "no")
        & (rows["share"] >= BLASTS)
    ]
    return noted(
        "assessments",
        rows,
        "term_as_reported",
        reported="{term_as_reported} ({result_as_reported})",
        expected=f"below {BLASTS:.0%} marrow blasts",
        how="remission of ELN 2024",
    )


@check(
    "responses",
    severity="warning",
    says="A remission has MRD below its limit, where MRD is known.",
    threshold=f"{MRD_LIMIT:.0%}, ELN 2024",
)
def remission_with_mrd(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = measured(coded).assign(moment=moment)
    rows = rows[rows["moment"] != ""]
    mrd = rows[
        (rows["is_mrd"] == "yes")
        & (rows["method"] != "bcr_abl1_pcr")
        & (rows["share"] >= MRD_LIMIT)
    ].drop_duplicates(["patient_id", "moment"])
    terms = rows[rows["response"].isin(REMISSIONS)].drop_duplicates(["patient_id", "moment"])
    found = terms.merge(
        mrd[["patient_id", "moment", "assessment_id", "result_as_reported"]],
        on=["patient_id", "moment"],
        suffixes=("", "_mrd"),
        validate="one_to_one",
    )
    return noted(
        "assessments",
        found,
        "term_as_reported",
        reported="{term_as_reported} (MRD {result_as_reported_mrd})",
        expected=f"MRD below {MRD_LIMIT:.0%}",
        how="remission of ELN 2024 where MRD is known",
        sources="assessments:{assessment_id} assessments:{assessment_id_mrd}",
    )


@check(
    "responses",
    severity="warning",
    says="So has a remission after an earlier therapy.",
    threshold=f"{MRD_LIMIT:.0%}, ELN 2024",
)
def therapy_remission_with_mrd(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = coded["therapies"]
    remission = rows["response"].isin(REMISSIONS - OF_MARROW_ALONE)
    rows = rows[remission & (rows["therapy_class"] != "index")]
    rows = rows.assign(share=shares(rows["mrd_as_reported"]))
    # Where the assessments have the same level beside the term, the finding is theirs.
    same_finding = measured(coded).merge(
        remission_with_mrd(coded, derived)[["sources"]].assign(
            assessment_id=lambda f: f["sources"].astype(str).str.split("assessments:").str[-1]
        ),
        on="assessment_id",
        validate="one_to_one",
    )
    known = pd.MultiIndex.from_frame(same_finding[["patient_id", "share"]])
    rows = rows[
        (rows["share"] >= MRD_LIMIT)
        & ~pd.MultiIndex.from_frame(rows[["patient_id", "share"]]).isin(known)
    ]
    return noted(
        "therapies",
        rows,
        "response_as_reported",
        reported="{response_as_reported} (MRD {mrd_as_reported})",
        expected=f"MRD below {MRD_LIMIT:.0%}",
        how="remission of ELN 2024 where MRD is known",
    )


@check(
    "responses",
    severity="warning",
    says="There is no remission while disease outside the marrow grows.",
    threshold="ELN 2024",
)
def remission_with_growing_disease(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = coded["assessments"][coded["assessments"]["evaluation"].notna()]
    growing = rows[
        rows["compartment"].isin(["extramedullary", "cns"])
        & rows["response"].isin(GROWING)
        & (rows["evaluation"] > 0)
    ].drop_duplicates(["patient_id", "evaluation"])
    terms = rows[rows["response"].isin(REMISSIONS - OF_MARROW_ALONE)].drop_duplicates(
        ["patient_id", "evaluation"]
    )
    found = terms.merge(
        growing[["patient_id", "evaluation", "assessment_id", "term_as_reported"]],
        on=["patient_id", "evaluation"],
        suffixes=("", "_other"),
        validate="one_to_one",
    )
    return noted(
        "assessments",
        found,
        "term_as_reported",
        reported="{term_as_reported}; {term_as_reported_other}",
        expected="no remission",
        how="remission of ELN 2024 needs the absence of disease outside the marrow",
        sources="assessments:{assessment_id} assessments:{assessment_id_other}",
    )
