"""Functions that make what a figure is drawn from, by the name that review.toml gives as ``rows``.

Each takes the coded and the derived tables; what follows are the options of the figure.
"""

from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from evidence.coded.settings import settings_of
from evidence.summary.figure_rows import by_phase, forest
from evidence.summary.figure_rows.appraisal import appraisal_rows
from evidence.summary.figure_rows.citation_network import citation_rows
from evidence.summary.figure_rows.claims_by_verdict import claim_rows
from evidence.summary.figure_rows.evidence_map import reporting_map_rows, study_map_rows
from evidence.summary.figure_rows.patient_courses import patient_courses
from evidence.summary.figure_rows.report_flow import flow_rows
from evidence.summary.figure_rows.trial_panels import in_panels
from evidence.summary.results import robustness

Tables = dict[str, pd.DataFrame]


def appraisal(coded: Tables, derived: Tables, *, tool: str) -> pd.DataFrame:
    """Judgements of one tool."""
    return appraisal_rows(coded, tool)


def appraisal_sheet(coded: Tables, derived: Tables, *, tools: Sequence[str]) -> pd.DataFrame:
    """Judgements of several tools, one after the other."""
    parts = [appraisal_rows(coded, tool).assign(instrument=tool) for tool in tools]
    return pd.concat(parts, ignore_index=True)


def citations(coded: Tables, derived: Tables) -> pd.DataFrame:
    """Which report cites which study."""
    return citation_rows(coded)


def claims(coded: Tables, derived: Tables) -> pd.DataFrame:
    """Statements about other studies, with their verdicts."""
    return claim_rows(coded, derived["claim_verdicts"])


def effects_by_analysis_set(
    coded: Tables, derived: Tables, *, outcomes: Sequence[str], measure: str = "risk_ratio"
) -> pd.DataFrame:
    """A trial's effects by outcome and analysis set."""
    return forest.by_analysis_set(coded, derived["arms_compared"], outcomes, measure)


def harm_by_phase(
    coded: Tables,
    derived: Tables,
    *,
    whole: str,
    parts: Sequence[str],
    populations: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Proportions of a harm at any time and by phase, with the comparators of the trials."""
    comparator = settings_of(coded).index.comparator
    return by_phase.harm_by_phase(coded, derived, whole, parts, populations or {}, comparator)


def leave_one_out(coded: Tables, derived: Tables, *, outcome: str) -> pd.DataFrame:
    """The pool of an outcome without each study in turn."""
    return forest.leave_one_out_rows(derived["leave_one_out"], derived["pooled"], outcome)


def pooled(coded: Tables, derived: Tables, *, outcome: str) -> pd.DataFrame:
    """The populations of a pool, and its result."""
    return forest.pooled_rows(coded, derived["single_arm"], derived["pooled"], outcome)


def rates_of_one_arm(coded: Tables, derived: Tables, *, table: str) -> pd.DataFrame:
    """Rates of one arm by report and denominator, from a derived table."""
    return forest.rates_of_one_arm(coded, derived[table])


def ratios_in_panels(
    coded: Tables,
    derived: Tables,
    *,
    panels: Mapping[str, Mapping],
    reports: Mapping[str, str] | None = None,
    nested: Mapping[str, Sequence[str]] | None = None,
) -> pd.DataFrame:
    """A trial's ratios in panels: of risks with their differences, of hazards as reported."""
    return in_panels(coded, derived, panels, reports or {}, nested or {})


def report_flow(coded: Tables, derived: Tables, *, outcome: str) -> pd.DataFrame:
    """From search to inclusion, with the studies pooled for an outcome."""
    return flow_rows(coded, derived["single_arm"], outcome)


def specifications(coded: Tables, derived: Tables, *, table: str = "multiverse") -> pd.DataFrame:
    """Estimates of every combination of choices."""
    return robustness.readable(derived[table])


def study_map(coded: Tables, derived: Tables) -> pd.DataFrame:
    """Studies by design, population and outcome."""
    return study_map_rows(coded)


def subsets(coded: Tables, derived: Tables, *, study: str) -> pd.DataFrame:
    """Pools of every subset of studies, marked by whether they hold a study."""
    return robustness.subset_rows(derived["subsets"], study)


FIGURE_ROWS: Mapping[str, Callable[..., pd.DataFrame]] = {
    "appraisal": appraisal,
    "appraisal_sheet": appraisal_sheet,
    "citations": citations,
    "claims": claims,
    "effects_by_analysis_set": effects_by_analysis_set,
    "harm_by_phase": harm_by_phase,
    "leave_one_out": leave_one_out,
    "patient_courses": patient_courses,
    "pooled": pooled,
    "rates_of_one_arm": rates_of_one_arm,
    "ratios_in_panels": ratios_in_panels,
    "report_flow": report_flow,
    "reporting_map": reporting_map_rows,
    "specifications": specifications,
    "study_map": study_map,
    "subsets": subsets,
}
