"""Rows of the swimmer plot of a review without a field of medicine: its own codes, named in
review.toml.
"""

from collections.abc import Mapping

import pandas as pd

from evidence.coded.settings import settings_of
from evidence.summary.figure_rows.swimmer import (
    FURTHER,
    INDEX_EVENTS,
    INDEX_PHASES,
    SwimmerWords,
    Tables,
    age_and_sex,
    swimmer_rows,
)

SITE = "finding"  # the kind of every result: no field of medicine parts the body into compartments


def patient_courses(
    coded: Tables,
    derived: Tables,
    *,
    events: Mapping[str, str],
    results: Mapping[str, str],
    phases: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """What happened to each patient from day 0 on, with the assessments as they were coded.

    Parameters
    ----------
    events : code of timeline_events -> kind of event. results : code of responses -> absent,
        reduced, present or not_evaluable. phases : code of timeline_events -> the kind of phase
        that it begins, besides the index therapy.

    Returns
    -------
    As :func:`evidence.summary.figure_rows.swimmer.swimmer_rows`; every result is of the site
    ``finding``.
    """
    words = SwimmerWords(
        start=settings_of(coded).index.event,
        further=FURTHER,
        phases={**INDEX_PHASES, **(phases or {})},
        events={**INDEX_EVENTS, **events},
        results=results,
        states=(),
        about=lambda case: ", ".join(age_and_sex(case)),
        prepares="",
    )
    findings = _findings(coded["assessments"])
    return swimmer_rows(coded, {**derived, "responses": findings}, words)


def _findings(assessments: pd.DataFrame) -> pd.DataFrame:
    """The dated assessments of the index therapy, in the form of derived responses."""
    rows = assessments[assessments["evaluation"].notna() & assessments["timeline_id"].ne("")]
    return pd.DataFrame(
        {
            "patient_id": rows["patient_id"],
            "compartment": SITE,
            "evaluation": rows["evaluation"],
            "response": rows["response"],
            "author_term": rows["term_as_reported"],
            "sources": "assessments:" + rows["assessment_id"],
        }
    )
