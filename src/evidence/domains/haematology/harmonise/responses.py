"""Response by compartment and evaluation: what the author calls it, and what a named rule calls it.

Rule: ELN 2024 for adult ALL (Blood 143(19):1891, table seen at
ashpublications.net/view-large/12204026): remission needs fewer than 5% marrow blasts,
no extramedullary disease and, if available, MRD below 1%; counts then tell CR from CRi
and from MLFS. A marrow that was below 5% before the first dose cannot show a
morphological remission. PET follows Lugano, borrowed from lymphoma.
What is not reported stays not reported: no compartment is filled in from another.

A response to inotuzumab is one found before the next anti-leukaemic therapy; what was found
later is shown as later.
"""

import pandas as pd

from evidence.domains.haematology.harmonise.response_columns import COLUMNS
from evidence.domains.haematology.harmonise.therapy_lines import next_therapies
from evidence.harmonise.quantities import convert

RULE = "ELN 2024"
BLASTS, MRD_LIMIT = 0.05, 0.01
REMISSIONS = {
    "cr",
    "cri",
    "crp",
    "marrow_cr",
    "morphological_remission",
    "haematological_remission",
    "remission",
}
CLEARED = {"complete_metabolic_response", "resolved", "normal"}
PRESENT = {
    "partial_metabolic_response",
    "progressive_metabolic_disease",
    "progressive_disease",
    "relapse",
    "disease_present",
}
# Less disease than before, or no less of it: a marrow of at least 5% blasts was there before.
WAS_THERE_BEFORE = {"pr", "no_response"}
COMPARTMENTS = ("marrow", "mrd", "extramedullary", "cns", "integrated")


def _share(text: str) -> float | None:
    """A reported share of cells, or None where the text has none."""
    try:
        return convert(text, "")
    except ValueError:
        return None


def marrow_finding(rows: pd.DataFrame) -> str:
    """What the marrow's morphology shows: below_5_percent, at_least_5_percent or not_reported."""
    morphology = rows[
        (rows["compartment"] == "marrow")
        & (rows["is_mrd"] == "no")
        & rows["method"].isin(["morphology", "clinical", "flow_cytometry"])
    ]
    shares = [share for share in map(_share, morphology["result_as_reported"]) if share is not None]
    if shares:
        return "below_5_percent" if max(shares) < BLASTS else "at_least_5_percent"
    if (
        morphology["comparator"].eq("not_detected").any()
        or morphology["response"].isin(REMISSIONS | {"normal"}).any()
    ):
        return "below_5_percent"
    return (
        "at_least_5_percent"
        if morphology["response"].isin(PRESENT | {"relapse", "no_response"}).any()
        else "not_reported"
    )


def disease_finding(rows: pd.DataFrame, compartment: str) -> str:
    """Response code of the latest finding in a compartment; not_reported where there is none."""
    there = rows[(rows["compartment"] == compartment) & rows["response"].isin(CLEARED | PRESENT)]
    return there["response"].iloc[-1] if len(there) else "not_reported"


def mrd_finding(mrd: pd.DataFrame) -> str:
    """ELN category of the evaluation's MRD: its worst result, since any detection counts."""
    order = [
        "failure",
        "positive_not_comparable",
        "positive_below_1e_4",
        "negative_insufficient_sensitivity",
        "negative_sensitivity_not_stated",
        "complete_response",
    ]
    found = set(mrd["category"])
    return next((category for category in order if category in found), "not_reported")


def mrd_below_limit(mrd: pd.DataFrame) -> str:
    """Is MRD below 1%, which a remission needs if it is available? met, unmet or not_reported."""
    shares = mrd[mrd["scale"] == "share of cells"]
    if (shares["value"] >= MRD_LIMIT).any():
        return "unmet"
    return (
        "met"
        if (shares["value"] < MRD_LIMIT).any() or mrd["detected"].eq("no").any()
        else "not_reported"
    )


def count_recovery(rows: pd.DataFrame) -> str:
    """Did the blood count recover? met where it is reported as normal, else not_reported."""
    blood = rows[(rows["compartment"] == "blood") & (rows["response"] == "normal")]
    return "met" if len(blood) else "not_reported"


def integrated(
    marrow: str, baseline: str, extramedullary: str, below_limit: str, counts: str
) -> str:
    """The whole patient's response under the rule.

    >>> integrated("below_5_percent", "yes", "not_reported", "unmet", "not_reported")
    'no_remission_mrd_at_least_1_percent'
    >>> integrated("below_5_percent", "no", "partial_metabolic_response", "met", "met")
    'no_remission_extramedullary_disease'
    >>> integrated("below_5_percent", "yes", "not_reported", "not_reported", "met")
    'cr'
    """
    if marrow == "at_least_5_percent":
        return "no_remission_marrow"
    if extramedullary in PRESENT:
        return "no_remission_extramedullary_disease"
    if below_limit == "unmet":
        return "no_remission_mrd_at_least_1_percent"
    if baseline == "no":
        return "not_evaluable_marrow_below_5_percent_at_baseline"
    if marrow != "below_5_percent":
        return "not_reported"
    return "cr" if counts == "met" else "remission_counts_not_reported"


def baseline_findings(rows: pd.DataFrame) -> pd.DataFrame:
    """A patient's findings before the first dose, and what a later statement implies of them.

    Where no marrow before the first dose is reported, one of at least 5% blasts at the first
    evaluation implies it if the report calls that a partial response or none.
    """
    baseline, first = rows[rows["evaluation"] == 0], rows[rows["evaluation"] == 1]
    marrow = first[(first["compartment"] == "marrow") & first["response"].isin(WAS_THERE_BEFORE)]
    implied = marrow_finding(marrow) == "at_least_5_percent"
    if implied and marrow_finding(baseline) == "not_reported":
        return pd.concat([baseline, marrow])
    return baseline


def marrow_evaluable(baseline: pd.DataFrame) -> str:
    """Could a morphological remission be shown at all? yes, no or not_reported."""
    return {"at_least_5_percent": "yes", "below_5_percent": "no"}.get(
        marrow_finding(baseline), "not_reported"
    )


def disease_evaluable(baseline: pd.DataFrame, compartment: str) -> str:
    """Was there disease in the compartment before the first dose? yes, no or not_reported."""
    found = disease_finding(baseline, compartment)
    return "yes" if found in PRESENT else "no" if found in CLEARED else "not_reported"


def _terms(rows: pd.DataFrame) -> str:
    return "; ".join(dict.fromkeys(term for term in rows["term_as_reported"] if term))


def _of(rows: pd.DataFrame, compartment: str) -> pd.DataFrame:
    if compartment == "mrd":
        return rows[rows["is_mrd"] == "yes"]
    if compartment == "integrated":
        return rows
    return rows[(rows["compartment"] == compartment) & (rows["is_mrd"] == "no")]


def _evaluation(
    rows: pd.DataFrame, mrd: pd.DataFrame, baseline: pd.DataFrame, baseline_mrd: pd.DataFrame
) -> list[dict]:
    marrow, extramedullary = marrow_finding(rows), disease_finding(rows, "extramedullary")
    marrow_at_baseline, limit = marrow_evaluable(baseline), mrd_below_limit(mrd)
    counts = count_recovery(rows)
    remission = {
        "below_5_percent": "remission_morphological",
        "at_least_5_percent": "no_remission_marrow",
    }.get(marrow, "not_reported")
    found = {
        "marrow": (
            "not_evaluable_marrow_below_5_percent_at_baseline"
            if marrow_at_baseline == "no" and marrow != "at_least_5_percent"
            else remission,
            marrow_at_baseline,
        ),
        "mrd": (
            mrd_finding(mrd),
            "yes" if len(baseline_mrd) or marrow_at_baseline == "yes" else "not_reported",
        ),
        "extramedullary": (extramedullary, disease_evaluable(baseline, "extramedullary")),
        "cns": (disease_finding(rows, "cns"), disease_evaluable(baseline, "cns")),
        "integrated": (
            integrated(marrow, marrow_at_baseline, extramedullary, limit, counts),
            marrow_at_baseline,
        ),
    }
    used = {
        name: pd.concat([_of(rows, name), _of(baseline, name)]).drop_duplicates("assessment_id")
        for name in COMPARTMENTS
    }
    return [
        {
            "compartment": name,
            "author_term": _terms(_of(rows, name)),
            "response": found[name][0],
            "evaluable_at_baseline": found[name][1],
            "blasts_below_5_percent": {"below_5_percent": "met", "at_least_5_percent": "unmet"}.get(
                marrow, "not_reported"
            ),
            "no_extramedullary_disease": "unmet"
            if extramedullary in PRESENT
            else "met"
            if extramedullary in CLEARED
            else "not_reported",
            "mrd_below_1_percent": limit,
            "count_recovery": counts,
            # Where nothing is reported, what was read is the report as a whole.
            "sources": " ".join("assessments:" + key for key in used[name]["assessment_id"])
            or f"documents:{rows['document_id'].iloc[0]}",
        }
        for name in COMPARTMENTS
    ]


def _moment(rows: pd.DataFrame, days: pd.DataFrame, following: pd.Series | None) -> dict:
    """The days of an evaluation, and whether it came before the next therapy.

    An evaluation without an entry in the timeline has no place in the order of events.
    """
    entries = days[days["timeline_id"].isin(rows["timeline_id"])]
    before = "yes"
    if following is not None:
        known = len(entries) and pd.notna(following["sequence"])
        is_before = known and entries["sequence"].max() < following["sequence"]
        before = ("yes" if is_before else "no") if known else "not_reported"
    return {
        "phase": rows["phase"].iloc[0],
        "day_low": entries["day_low"].min(),
        "day_high": entries["day_high"].max(),
        "next_therapy": "none" if following is None else following["therapy_class"],
        "before_next_therapy": before,
    }


def _of_patient(
    rows: pd.DataFrame, mrd: pd.DataFrame, days: pd.DataFrame, following: pd.Series | None
) -> list[dict]:
    """Every evaluation of a patient after the first dose, by compartment."""
    baseline, out = baseline_findings(rows), []
    baseline_mrd = mrd[mrd["evaluation"] == 0]
    ids = {name: rows[name].iloc[0] for name in ("patient_id", "document_id")}
    then = "" if following is None else f" therapies:{following['therapy_id']}"
    for number in sorted(set(rows["evaluation"]) - {0}):
        found, results = rows[rows["evaluation"] == number], mrd[mrd["evaluation"] == number]
        moment = _moment(found, days, following)
        for row in _evaluation(found, results, baseline, baseline_mrd):
            key = f"{ids['patient_id']}.{number}.{row['compartment']}"
            sources = row.pop("sources") + then
            start = {"response_id": key, **ids, "evaluation": number}
            out.append({**start, **row, **moment, "rule": RULE, "sources": sources})
    return out


def harmonise_responses(
    assessments: pd.DataFrame, mrd: pd.DataFrame, therapies: pd.DataFrame, timeline: pd.DataFrame
) -> pd.DataFrame:
    """One row per patient, evaluation and compartment.

    Parameters
    ----------
    assessments : coded; ``evaluation`` 0 is the baseline, 1, 2 ... the evaluations after the first
    dose.
    mrd : harmonised.
    therapies : coded, for the next anti-leukaemic therapy.
    timeline : harmonised, for the order and the days.

    Returns
    -------
    response_id, patient_id, document_id, evaluation, compartment (marrow, mrd, extramedullary, cns,
    integrated),
    author_term, response (under the rule), evaluable_at_baseline, the rule's criteria as met,
    unmet or not_reported, phase, day_low, day_high (of the evaluation, from the first dose),
    next_therapy (class of the next line after inotuzumab, or none), before_next_therapy (yes: a
    response to inotuzumab; no: later; not_reported), rule, sources.
    """
    following, out = next_therapies(therapies, timeline), []
    for patient, rows in assessments[assessments["evaluation"].notna()].groupby(
        "patient_id", sort=False
    ):
        days = timeline[timeline["timeline_id"].isin(rows["timeline_id"])]
        then = following.loc[patient] if patient in following.index else None
        out += _of_patient(rows, mrd[mrd["patient_id"] == patient], days, then)
    return pd.DataFrame(out, columns=COLUMNS)
