"""Small counts that sentences are made of, each with the rows it counts."""

import pandas as pd

from evidence.coded.source_keys import joined_sources


def dose_marks(doses: pd.DataFrame) -> pd.DataFrame:
    """How many reported doses are marked, and why: one row with a column per mark, and of which
    agents the impossible ones are; no row where no dose is reported.
    """
    marks = ["impossible", "above_label", "off_schedule", "absolute_dose"]
    marked = doses[doses["compared_with_label"].isin(marks)]
    counts = {mark: int((marked["compared_with_label"] == mark).sum()) for mark in marks}
    agents = marked.loc[marked["compared_with_label"] == "impossible", "agent"].drop_duplicates()
    return pd.DataFrame(
        [
            {
                "count": len(marked),
                **counts,
                "impossible_agents": "; ".join(agents.str.replace("_", " ")),
                "sources": joined_sources(marked["sources"]),
            }
        ]
    ).head(len(doses))
