"""Studies with one arm: one row per population and outcome, and whether it counts."""

from evidence.coded.labels import labels
from evidence.tables.core.citation_numbers import cite
from evidence.tables.core.labels import Tables
from evidence.tables.core.number_format import proportion, state
from evidence.tables.core.table import Row, Table, columns

COLUMNS = columns(
    ("study", "Study"),
    ("population", "Population"),
    ("treatment", "Treatment"),
    ("design", "Design"),
    ("response", "Counted as response"),
    ("set", "Of whom, when"),
    ("result", "n/N (%) [95% CI]", "right"),
    ("counts", "Counts in the main analysis"),
    ("reference", "Ref."),
)
INFERRED = "†"


def single_arm(
    coded: Tables,
    derived: Tables,
    *,
    title: str = "Single-arm studies and arms on the index therapy, by outcome",
) -> Table:
    """Every result of an arm on the index therapy by outcome; those left out of the main analysis
    say why.
    """
    documents = dict(
        zip(coded["studies"]["study_id"], coded["studies"]["document_id"], strict=True)
    )
    measures, populations, sets = (
        labels(coded, name) for name in ("outcome_measures", "populations", "analysis_sets")
    )
    exclusions = labels(coded, "pool_exclusions")
    rows = []
    for row in derived["single_arm"].itertuples():
        result = proportion(
            row.events, row.n, row.clopper_pearson_low, row.clopper_pearson_high
        ) + (INFERRED if row.numerator_basis == "inferred" else "")
        why = exclusions[row.exclusion]
        counts = "Yes" if row.primary == "yes" else f"No: {why[0].lower()}{why[1:]}"
        treatment = state(row.treatment).removeprefix("Index ").capitalize()
        rows.append(
            Row(
                (
                    row.study_label,
                    populations[row.population],
                    treatment,
                    state(row.design),
                    measures[row.counted_as],
                    ", ".join(filter(None, (sets[row.analysis_set], row.time_point_as_reported))),
                    result,
                    counts,
                    cite(documents[row.study_id]),
                ),
                row.sources,
                measures[row.outcome],
            )
        )
    footnotes = (
        (
            "CI, confidence interval, exact (Clopper-Pearson). Each population counts once "
            "in the main analysis of an outcome; a row that does not count says why."
        ),
        (
            f"{INFERRED} Numerator inferred from a reported percentage; it counts in the main "
            f"analysis where it is the only whole number that gives the percentage. Proportions "
            f"of different studies are not compared: patients, lines of therapy and definitions "
            f"differ."
        ),
    )
    return Table(
        "single_arm",
        title,
        COLUMNS,
        tuple(rows),
        footnotes,
        landscape=True,
    )
