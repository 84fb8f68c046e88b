"""The review's figures: which kind each is, what it is drawn from, and how."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import pandas as pd

from evidence.domains.haematology.summary.sequence_words import SEQUENCE, SEQUENCE_ABBREVIATIONS
from evidence.summary.figure_rows.appraisal import appraisal_rows
from evidence.summary.figure_rows.citation_network import citation_rows
from evidence.summary.figure_rows.claims_by_verdict import claim_rows
from evidence.summary.figure_rows.evidence_map import reporting_map_rows, study_map_rows
from evidence.summary.figure_rows.forest import (
    by_analysis_set,
    inferred_note,
    leave_one_out_rows,
    mrd_rate_rows,
    pooled_rows,
    vod_rows,
)
from evidence.summary.figure_rows.mrd import mrd_rows
from evidence.summary.figure_rows.patient_timeline import timeline_page
from evidence.summary.figure_rows.report_flow import flow_rows
from evidence.summary.figure_rows.swimmer import swimmer_rows
from evidence.summary.figure_rows.treatment_sequence import sequence_rows
from evidence.summary.results.robustness import readable, subset_rows

Tables = dict[str, pd.DataFrame]
INOVATE_OUTCOMES = ("cr_or_cri", "cr", "mrd_negative_of_responders", "hsct")
ARMS = ("Inotuzumab", "Standard")
CHOICES = {
    "measure": "Measure",
    "estimator": "Model",
    "interval": "Interval",
    "zero_policy": "Zero cells",
    "inclusion": "Studies",
}
MARKED_STUDY = "Kantarjian 2013"  # the largest, and the one with the widest definition of response
BREAK_DAY = 112  # the first sixteen weeks are drawn wider: the cycles and their evaluations
STUDY_MAP = {
    "unit": "study populations",
    "size_unit": "patients (largest group analysed)",
}
TOOLS = {
    "jbi_case_report": ("report", "reports"),
    "murad": ("report", "reports"),
    "rob2": ("trial result", "trial results"),
}  # and what each judges
CASES_A_PAGE = 2
SWIMMER = {
    "break_day": BREAK_DAY,
    "states": {
        "vod_on_inotuzumab": "VOD/SOS on inotuzumab",
        "vod_after_transplant": "VOD/SOS after HSCT",
    },
}
INDEX = {"index": "inotuzumab"}
RESPONSE_AXIS = (0.3, 1.0)  # as wide as the intervals of the single-arm studies, for both forests


def _timelines(page: int, coded: Tables, derived: Tables) -> pd.DataFrame:
    return timeline_page(coded, derived, page, CASES_A_PAGE)


def _appraised(tool: str, coded: Tables, derived: Tables) -> pd.DataFrame:
    return appraisal_rows(coded, tool)


@dataclass(frozen=True)
class FigureSpec:
    """One figure of the review.

    ``kind`` is a module of :mod:`evidence.figures` with ``draw`` and ``describe``; ``note`` makes
    the
    last sentence of the caption from what is drawn;
    ``frame`` makes what is drawn from the coded and the derived tables.
    """

    name: str
    kind: str
    frame: Callable[[Tables, Tables], pd.DataFrame]
    draw: dict = field(default_factory=dict)
    describe: dict = field(default_factory=dict)
    note: Callable[[pd.DataFrame], str] | None = None

    def words(self, frame: pd.DataFrame) -> dict:
        """What ``describe`` is asked with."""
        return {**self.describe, "abbreviations": self.note(frame)} if self.note else self.describe


FIGURES = (
    FigureSpec("swimmer", "swimmer", swimmer_rows, SWIMMER, SWIMMER),
    FigureSpec(
        "treatment_sequence",
        "treatment_sequence",
        lambda coded, derived: sequence_rows(coded, SEQUENCE),
        INDEX,
        {**INDEX, "abbreviations": SEQUENCE_ABBREVIATIONS},
    ),
    FigureSpec("mrd_trajectories", "mrd_trajectories", mrd_rows),
    FigureSpec("evidence_map", "reporting_map", reporting_map_rows),
    FigureSpec(
        "inovate_response",
        "forest",
        lambda coded, derived: by_analysis_set(coded, derived["arms_compared"], INOVATE_OUTCOMES),
        {
            "measure": "risk_ratio",
            "arms": ARMS,
            "favours": ("favours standard", "favours inotuzumab"),
            "label_heading": "Outcome and analysis set",
        },
        {
            "measure": "risk_ratio",
            "outcome": "remission, MRD negativity and transplant in INO-VATE",
            "favours": ("favours standard", "favours inotuzumab"),
            "title": "INO-VATE: remission, MRD negativity and transplant by analysis set",
            "rows": ("analysis", "analyses"),
        },
        inferred_note,
    ),
    FigureSpec(
        "inovate_mrd_rates",
        "rate_bars",
        lambda coded, derived: mrd_rate_rows(coded, derived["mrd_rates"]),
        {"counted_as": "MRD-negative", "others": "MRD-positive or not assessed"},
        {
            "outcome": "MRD negativity in the inotuzumab arm of INO-VATE",
            "title": "One arm, several MRD-negativity rates: INO-VATE by denominator",
        },
    ),
    FigureSpec(
        "single_arm_pooled",
        "forest",
        lambda coded, derived: pooled_rows(
            coded, derived["single_arm"], derived["pooled"], "cr_or_cri"
        ),
        {
            "columns": {"design": "Design", "counted_as": "Response counted"},
            "limits": RESPONSE_AXIS,
        },
        {
            "outcome": "CR or CRi on inotuzumab alone",
            "title": "CR or CRi on inotuzumab alone, each population counted once, pooled",
            "limits": RESPONSE_AXIS,
        },
        inferred_note,
    ),
    FigureSpec(
        "single_arm_leave_one_out",
        "leave_one_out",
        lambda coded, derived: leave_one_out_rows(
            derived["leave_one_out"], derived["pooled"], "cr_or_cri"
        ),
        {"measure": "proportion", "limits": RESPONSE_AXIS},
        {"outcome": "CR or CRi on inotuzumab alone", "measure": "proportion"},
    ),
    FigureSpec(
        "single_arm_specifications",
        "specification_curve",
        lambda coded, derived: readable(derived["multiverse"]),
        {"measure": "proportion", "choices": CHOICES},
        {"outcome": "CR or CRi on inotuzumab alone", "measure": "proportion", "choices": CHOICES},
    ),
    FigureSpec(
        "single_arm_subsets",
        "gosh",
        lambda coded, derived: subset_rows(derived["subsets"], MARKED_STUDY),
        {"measure": "proportion", "study": MARKED_STUDY},
        {
            "outcome": "CR or CRi on inotuzumab alone",
            "measure": "proportion",
            "study": MARKED_STUDY,
        },
    ),
    FigureSpec(
        "vod_by_phase",
        "forest",
        lambda coded, derived: vod_rows(coded, derived["single_arm"]),
        {},
        {
            "outcome": "VOD/SOS",
            "title": "VOD/SOS among treated and among transplanted patients",
            "rows": ("group of patients", "groups of patients"),
        },
    ),
    *(
        FigureSpec(f"patient_timelines_{page}", "patient_timeline", partial(_timelines, page))
        for page in (1, 2, 3)
    ),
    FigureSpec(
        "study_map",
        "evidence_map",
        lambda coded, derived: study_map_rows(coded),
        STUDY_MAP,
        {**STUDY_MAP, "rows": "designs and populations", "columns": "outcomes"},
    ),
    FigureSpec("citation_network", "citation_network", lambda coded, derived: citation_rows(coded)),
    FigureSpec(
        "claims_verdict",
        "claims_verdict",
        lambda coded, derived: claim_rows(coded, derived["claim_verdicts"]),
    ),
    FigureSpec(
        "prisma_flow",
        "prisma",
        lambda coded, derived: flow_rows(coded, derived["single_arm"], "cr_or_cri"),
    ),
    *(
        FigureSpec(
            f"appraisal_{tool}",
            "appraisal",
            partial(_appraised, tool),
            {"instrument": tool},
            {"instrument": tool, "rows": judged},
        )
        for tool, judged in TOOLS.items()
    ),
    *(
        FigureSpec(
            f"appraisal_{tool}_summary",
            "appraisal_summary",
            partial(_appraised, tool),
            {"instrument": tool},
            {"instrument": tool, "rows": TOOLS[tool]},
        )
        for tool in ("jbi_case_report", "murad")
    ),
)
