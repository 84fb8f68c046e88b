"""Sentences for the head of a README that any review may use, every number from a table."""

from collections.abc import Mapping

import pandas as pd

from evidence.coded.labels import labels

Tables = Mapping[str, pd.DataFrame]


def arms(row: pd.Series) -> str:
    """Both arms of a comparison: ``121/164 v 50/162``."""
    return f"{row['events']}/{row['n']} v {row['events_comparator']}/{row['n_comparator']}"


def interval(row: pd.Series) -> str:
    """An estimate with its limits: ``2.39 (95% CI 1.87 to 3.06)``."""
    return f"{row['estimate']:.2f} (95% CI {row['low']:.2f} to {row['high']:.2f})"


def share(rate: pd.Series) -> str:
    """A proportion with its counts: ``46.3% (76/164)``."""
    return f"{100 * rate['proportion']:.1f}% ({rate['events']:.0f}/{rate['n']:.0f})"


def certainty(tables: Tables) -> str:
    """What GRADE gives: each level with the outcomes of the trial it is given to."""
    overall = tables["certainty"].query("domain == 'overall'").set_index("summary_outcome_id")
    outcomes = tables["summary_outcomes"].assign(
        level=lambda rows: rows["summary_outcome_id"].map(overall["judgement"])
    )
    levels = labels(tables, "certainty_judgements")
    trial = outcomes[outcomes["layer"] == "randomised"]
    of_trial = "; ".join(
        f"{levels[level].lower()} for {' and '.join(map(_in_sentence, rows['label']))}"
        for level, rows in trial.groupby("level", sort=False)
    )
    others = outcomes.loc[outcomes["layer"] != "randomised", "level"].unique()
    rest = " or ".join(levels[level].lower() for level in others)
    return (
        f"- **Certainty** (GRADE): {of_trial}. Single-arm studies and case reports: {rest}, for "
        f"all {len(outcomes) - len(trial)} outcomes."
    )


def _in_sentence(label: str) -> str:
    """The outcome of a label without its analysis set, small unless it is an abbreviation.

    >>> _in_sentence("Overall survival, all randomised"), _in_sentence("AKI, all treated")
    ('overall survival', 'AKI')
    """
    outcome = label.partition(",")[0]
    return outcome if outcome[:2].isupper() else outcome[:1].lower() + outcome[1:]
