"""Every derived table, in the order in which each needs those before it."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from evidence.harmonise.cases import harmonise_cases
from evidence.harmonise.doses import harmonise_doses
from evidence.harmonise.laboratory import harmonise_laboratory
from evidence.harmonise.mrd import harmonise_mrd
from evidence.harmonise.responses import harmonise_responses
from evidence.harmonise.timeline import harmonise_timeline
from evidence.harmonise.trials import harmonise_effects, harmonise_outcomes
from evidence.review.pages import write_pages
from evidence.review.project import Project, find_project, read_project
from evidence.review.writing import to_csv, written_aside
from evidence.summary.cases import case_counts, case_medians, evidence_map
from evidence.summary.counts import dose_marks, map_counts, response_counts
from evidence.summary.inventory import inventory
from evidence.summary.pooled import pooled_proportions
from evidence.summary.trials import compared, counted, hazard_ratios, mrd_rates, printed_intervals, single_arm

RANDOMISED_FAMILY = "inovate"


def derive(coded: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Every derived table by name; each row carries the keys of the coded rows behind it in ``sources``.

    Parameters
    ----------
    coded : the coded tables, validated and typed.
    """
    cases = _case_tables(coded)
    outcomes, effects = harmonise_outcomes(coded), harmonise_effects(coded)
    return {
        "inventory": inventory(coded),
        **cases,
        "case_counts": case_counts(cases["cases"]),
        "case_medians": case_medians(cases["cases"]),
        "response_counts": response_counts(cases["responses"]),
        "dose_marks": dose_marks(cases["doses"]),
        "evidence_map": (evidence := evidence_map(coded)),
        "map_counts": map_counts(evidence),
        "trial_proportions": counted(outcomes),
        "printed_intervals": printed_intervals(outcomes),
        "arms_compared": compared(outcomes, RANDOMISED_FAMILY),
        "hazard_ratios": hazard_ratios(effects),
        "mrd_rates": mrd_rates(outcomes, RANDOMISED_FAMILY),
        "single_arm": (populations := single_arm(coded["pool_rows"], outcomes)),
        "pooled": pooled_proportions(populations),
    }


def _case_tables(coded: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The harmonised tables of the case reports."""
    timeline = harmonise_timeline(coded["timeline"])
    mrd = harmonise_mrd(coded["assessments"], timeline)
    responses = harmonise_responses(coded["assessments"], mrd)
    return {
        "cases": harmonise_cases(coded, timeline, responses),
        "timeline": timeline,
        "doses": harmonise_doses(coded["doses"], coded["label_schedule"]),
        "laboratory": harmonise_laboratory(coded["laboratory"], coded["analytes"]),
        "events": coded["events"].drop(columns=["locator", "note"]).assign(sources="events:" + coded["events"]["event_id"]),
        "mrd": mrd,
        "responses": responses,
    }


@dataclass(frozen=True)
class Review:
    """The coded tables of a project and everything derived from them; ``review["cases"]`` is a derived table."""

    coded: dict[str, pd.DataFrame]
    derived: dict[str, pd.DataFrame]

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self.derived[name]


def read_review(project: Project) -> Review:
    """The project's coded tables and what is derived from them, made afresh; nothing is written.

    Raises
    ------
    ProblemsFound : the coded tables are not what the dictionary promises.
    """
    coded = read_project(project)
    return Review(coded, derive(coded))


def open_review(start: Path | None = None) -> Review:
    """The review around the working folder, so that a changed coded row shows at once."""
    return read_review(find_project(start))


def write_derived(project: Project) -> list[Path]:
    """Write every derived table to ``data/derived``, all or none, then the computed pages; the paths written."""
    tables = read_review(project).derived
    with written_aside(project.derived, keep=lambda name: False) as aside:
        for name, frame in tables.items():
            (aside / f"{name}.csv").write_text(to_csv(frame), encoding="utf-8")
    return [*(project.derived / f"{name}.csv" for name in tables), *write_pages(project, tables)]
