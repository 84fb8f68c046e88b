"""The randomised trial by analysis set: every result with its own numerator and denominator."""

import pandas as pd

from evidence.coded.labels import labels
from evidence.coded.source_keys import joined_sources
from evidence.tables.core.citation_numbers import cite
from evidence.tables.core.labels import Tables
from evidence.tables.core.number_format import NOTHING, missing, printed, proportion, with_interval
from evidence.tables.core.table import Row, Table, columns

COLUMNS = columns(
    ("outcome", "Outcome"),
    ("set", "Analysis set"),
    ("inotuzumab", "Inotuzumab", "right", "n/N (%) [95% CI]"),
    ("standard", "Standard therapy", "right", "n/N (%) [95% CI]"),
    ("ratio", "Ratio [95% CI]", "right"),
    ("difference", "Difference, percentage points [95% CI]", "right"),
    ("reference", "Ref."),
)
AGENTS = {"inotuzumab_ozogamicin": "inotuzumab", "standard_chemotherapy": "standard"}
INFERRED = "†"
PROPORTIONS, TIMES = "Proportions", "Time to event"
KEYS = ["study_id", "measure", "analysis_set", "time_point_as_printed"]


def _arms(coded: Tables, derived: Tables) -> pd.DataFrame:
    """Results of whole analysis sets of the trial's own arms."""
    results, arms = derived["trial_proportions"], coded["arms"][["arm_id", "agent", "kind"]]
    rows = results[results["study_id"].isin(derived["arms_compared"]["study_id"])].merge(
        arms, on="arm_id", validate="many_to_one"
    )
    whole = ~rows["analysis_set"].str.startswith("subgroup")
    return rows[whole & (rows["kind"] == "arm") & rows["agent"].isin(AGENTS)]


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


def _proportions(coded: Tables, derived: Tables) -> list[Row]:
    documents = dict(
        zip(coded["studies"]["study_id"], coded["studies"]["document_id"], strict=True)
    )
    measures, sets = labels(coded, "outcome_measures"), labels(coded, "analysis_sets")
    shown, rows = _effects(derived["arms_compared"]), []
    for key, results in _arms(coded, derived).groupby(KEYS, sort=False):
        cells = {AGENTS[row["agent"]]: _cell(row) for _, row in results.iterrows()}
        effects = [
            shown.get((*key[:3], measure), NOTHING) if len(cells) == 2 else NOTHING
            for measure in ("risk_ratio", "risk_difference")
        ]
        when = f", {printed(key[3])}" if key[3] else ""
        rows.append(
            Row(
                (
                    measures[key[1]],
                    sets[key[2]] + when,
                    cells.get("inotuzumab", NOTHING),
                    cells.get("standard", NOTHING),
                    *effects,
                    cite(documents[key[0]]),
                ),
                joined_sources(results["sources"]),
                PROPORTIONS,
            )
        )
    return rows


def _times(coded: Tables, derived: Tables) -> list[Row]:
    """Hazard ratios at the level printed, with the 95% equivalent where that level is another."""
    documents = dict(
        zip(coded["studies"]["study_id"], coded["studies"]["document_id"], strict=True)
    )
    measures, sets = labels(coded, "outcome_measures"), labels(coded, "analysis_sets")
    ratios = derived["hazard_ratios"]
    ratios = ratios[
        ratios["study_id"].isin(derived["arms_compared"]["study_id"])
        & (ratios["analysis_set"] != "subgroup")
    ]
    agents = dict(zip(coded["arms"]["arm_id"], coded["arms"]["agent"], strict=True))
    rows = []
    for row in ratios.itertuples():
        if agents.get(row.comparator_arm_id) != "standard_chemotherapy":
            continue
        level = (
            ""
            if missing(row.level_percent) or row.level_percent == 95
            else (
                f"; printed at {row.level_percent:g}%: "
                f"{with_interval(row.estimate, row.low, row.high, 2)}"
            )
        )
        shown = with_interval(row.estimate, row.low_95, row.high_95, 2)
        rows.append(
            Row(
                (
                    measures.get(row.outcome, row.outcome),
                    sets[row.analysis_set],
                    NOTHING,
                    NOTHING,
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


def inovate_by_set(coded: Tables, derived: Tables) -> Table:
    """INO-VATE: proportions by arm and analysis set, with ratio and
    difference, then hazard ratios.
    """
    footnotes = (
        (
            f"CI, confidence interval; HR, hazard ratio; NR, not reported; {NOTHING}, one arm "
            f"only, or no finite value. Intervals of proportions are exact (Clopper-Pearson), "
            f"of risk ratios log Wald, of differences Newcombe's."
        ),
        (
            f"{INFERRED} Numerator inferred from a printed percentage. Ratios are risk ratios "
            f"unless marked HR. All rows are one trial: they are never added up."
        ),
        (
            "Limits printed at 97.5% are shown beside their 95% equivalent, worked out on "
            "the log scale."
        ),
    )
    return Table(
        "inovate_by_set",
        "INO-VATE by analysis set",
        COLUMNS,
        _together(_proportions(coded, derived)) + _together(_times(coded, derived)),
        footnotes,
        landscape=True,
    )
