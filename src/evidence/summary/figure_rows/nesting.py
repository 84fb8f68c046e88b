"""How the counts of one outcome nest in another: events by phase within those at any time."""

from collections.abc import Mapping, Sequence

import pandas as pd

from evidence.coded.source_keys import joined_sources
from evidence.summary.figure_rows.forest import of_whole_trial


def nested_counts(
    proportions: pd.DataFrame,
    whole: str,
    parts: Sequence[str],
    labels: Mapping[str, str],
    reports: Mapping[str, str],
) -> list[dict]:
    """A line of words for each arm that reports an outcome as a whole and all of its parts.

    Parameters
    ----------
    proportions : derived trial_proportions; results of subgroups are left out.
    whole, parts : codes of outcome_measures. labels : their labels.
    reports : code of a study -> what it is called; arms of other studies are left out.

    Returns
    -------
    rows of type ``text`` for a forest plot: label, sources. Parts that do not add up to the whole
    are said to be reported beside it.
    """
    wanted = proportions["measure"].isin([whole, *parts])
    rows = of_whole_trial(proportions[wanted & proportions["study_id"].isin([*reports])])
    lines = []
    for _, arm in rows.groupby("arm_id", sort=False):
        counts = arm.drop_duplicates("measure").set_index("measure")
        if {whole, *parts} <= {*counts.index}:
            lines.append(_line(counts.loc[[whole, *parts]], labels, reports))
    return lines


def _line(counts: pd.DataFrame, labels: Mapping[str, str], reports: Mapping[str, str]) -> dict:
    first, others = counts.iloc[0], counts.iloc[1:]
    named = " + ".join(
        f"{row.events:.0f} {labels[str(row.Index)]} (of {row.n:.0f})" for row in others.itertuples()
    )
    sign = "=" if others["events"].sum() == first["events"] else "reported beside"
    label = f"{reports[first['study_id']]}: {first['events']:.0f} {sign} {named}"
    return {"row_type": "text", "label": label, "sources": joined_sources(counts["sources"])}
