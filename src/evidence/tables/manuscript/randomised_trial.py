"""The randomised trial by analysis set: every result with its own numerator and denominator."""

from collections.abc import Mapping

import pandas as pd

from evidence.coded.labels import labels
from evidence.coded.source_keys import joined_sources
from evidence.tables.core.citation_numbers import cite
from evidence.tables.core.labels import Tables
from evidence.tables.core.number_format import NOTHING, as_coded, missing, proportion, with_interval
from evidence.tables.core.table import Row, Table, columns

BEFORE = columns(("outcome", "Outcome"), ("set", "Analysis set"))
AFTER = columns(
    ("ratio", "Ratio [95% CI]", "right"),
    ("difference", "Difference, percentage points [95% CI]", "right"),
    ("reference", "Ref."),
)
INFERRED = "†"
SHARED_HEADING = "n/N (%) [95% CI]"
FOOTNOTES = (
    (
        f"CI, confidence interval; HR, hazard ratio; NR, not reported; {NOTHING}, one arm "
        f"only, or no finite value. Intervals of proportions are exact (Clopper-Pearson), "
        f"of risk ratios log Wald, of differences Newcombe's."
    ),
    (
        f"{INFERRED} Numerator inferred from a reported percentage. Ratios are risk ratios "
        f"unless marked HR. All rows are one trial: they are never added up."
    ),
    "Limits reported at 97.5% are shown beside their 95% equivalent, worked out on the log scale.",
)
Columns = Mapping[str, str]
PROPORTIONS, TIMES = "Proportions", "Time to event"
KEYS = ["study_id", "measure", "analysis_set", "time_point_as_reported"]


def _studies(coded: Tables, derived: Tables, family: str) -> pd.Series:
    """The trial's publications whose arms were compared."""
    studies = coded["studies"]
    of_trial = studies.loc[studies["family_id"] == family, "study_id"]
    return of_trial[of_trial.isin(derived["arms_compared"]["study_id"])]


def _arms(coded: Tables, derived: Tables, studies: pd.Series, agents: Columns) -> pd.DataFrame:
    """Results of whole analysis sets of the trial's own arms, each with its column."""
    results, arms = derived["trial_proportions"], coded["arms"][["arm_id", "agent", "kind"]]
    rows = results[results["study_id"].isin(studies)].merge(
        arms, on="arm_id", validate="many_to_one"
    )
    column = rows["agent"].map({agent: name for name, agent in agents.items()})
    whole = ~rows["analysis_set"].str.startswith("subgroup")
    return rows.assign(column=column)[whole & (rows["kind"] == "arm") & column.notna()]


def _cell(row: pd.Series) -> str:
    mark = INFERRED if row["numerator_basis"] == "inferred" else ""
    return (
        proportion(row["events"], row["n"], row["clopper_pearson_low"], row["clopper_pearson_high"])
        + mark
    )


def _effects(compared: pd.DataFrame) -> dict[tuple, str]:
    """Ratios and differences in words by study, outcome, analysis set and measure."""
    shown = {}
    for row in compared.itertuples():
        scale, decimals = (100, 1) if row.measure == "risk_difference" else (1, 2)
        shown[(row.study_id, row.outcome, row.analysis_set, row.measure)] = with_interval(
            scale * row.estimate, scale * row.low, scale * row.high, decimals
        )
    return shown


def _proportions(coded: Tables, derived: Tables, studies: pd.Series, agents: Columns) -> list[Row]:
    documents = dict(
        zip(coded["studies"]["study_id"], coded["studies"]["document_id"], strict=True)
    )
    measures, sets = labels(coded, "outcome_measures"), labels(coded, "analysis_sets")
    shown, rows = _effects(derived["arms_compared"]), []
    for key, results in _arms(coded, derived, studies, agents).groupby(KEYS, sort=False):
        cells = {row["column"]: _cell(row) for _, row in results.iterrows()}
        effects = [
            shown.get((*key[:3], measure), NOTHING) if len(cells) == len(agents) else NOTHING
            for measure in ("risk_ratio", "risk_difference")
        ]
        when = f", {as_coded(key[3])}" if key[3] else ""
        rows.append(
            Row(
                (
                    measures[key[1]],
                    sets[key[2]] + when,
                    *(cells.get(column, NOTHING) for column in agents),
                    *effects,
                    cite(documents[key[0]]),
                ),
                joined_sources(results["sources"]),
                PROPORTIONS,
            )
        )
    return rows


def _times(coded: Tables, derived: Tables, studies: pd.Series, compared: Columns) -> list[Row]:
    """Hazard ratios at the level reported, with the 95% equivalent where that level is another."""
    documents = dict(
        zip(coded["studies"]["study_id"], coded["studies"]["document_id"], strict=True)
    )
    measures, sets = labels(coded, "outcome_measures"), labels(coded, "analysis_sets")
    ratios = derived["hazard_ratios"]
    ratios = ratios[ratios["study_id"].isin(studies) & (ratios["analysis_set"] != "subgroup")]
    agents = dict(zip(coded["arms"]["arm_id"], coded["arms"]["agent"], strict=True))
    rows = []
    for row in ratios.itertuples():
        if agents.get(row.comparator_arm_id) != [*compared.values()][-1]:
            continue
        level = (
            ""
            if missing(row.level_percent) or row.level_percent == 95
            else (
                f"; reported at {row.level_percent:g}%: "
                f"{with_interval(row.estimate, row.low, row.high, 2)}"
            )
        )
        shown = with_interval(row.estimate, row.low_95, row.high_95, 2)
        rows.append(
            Row(
                (
                    measures.get(row.outcome, row.outcome),
                    sets[row.analysis_set],
                    *(NOTHING for _ in compared),
                    f"HR {shown}{level}",
                    NOTHING,
                    cite(documents[row.study_id]),
                ),
                row.sources,
                TIMES,
            )
        )
    return rows


def _together(rows: list[Row]) -> tuple[Row, ...]:
    """Rows of one outcome side by side, outcomes in the order in which they first come."""
    order = list(dict.fromkeys(row.cells[0] for row in rows))
    return tuple(sorted(rows, key=lambda row: order.index(row.cells[0])))


def trial_by_set(
    coded: Tables, derived: Tables, *, title: str, family: str, arms: Columns, agents: Columns
) -> Table:
    """A randomised trial: proportions by arm and analysis set, with ratio and
    difference, then hazard ratios.

    Parameters
    ----------
    family : its publications, a key of families.
    arms : heading of each arm by the name of its column, the comparator last. agents : the agent
        of each arm, by the same names.
    """
    studies = _studies(coded, derived, family)
    rows = _proportions(coded, derived, studies, agents), _times(coded, derived, studies, agents)
    headings = columns(*((name, head, "right", SHARED_HEADING) for name, head in arms.items()))
    return Table(
        "trial_by_set",
        title,
        (*BEFORE, *headings, *AFTER),
        (*_together(rows[0]), *_together(rows[1])),
        FOOTNOTES,
        landscape=True,
    )
