"""The answer at the head of the README: result, certainty and caveat, computed."""

import pandas as pd

from evidence.coded.labels import labels

Tables = dict[str, pd.DataFrame]


def findings_block(tables: Tables) -> str:
    """Three bullets in Markdown, every number of them from a table.

    Parameters
    ----------
    tables : coded and derived; arms_compared, hazard_ratios, mrd_rates, case_counts,
        response_counts, certainty, summary_outcomes and certainty_judgements are used.
    """
    return "\n".join([_result(tables), _certainty(tables), _caveat(tables)])


def _result(tables: Tables) -> str:
    compared = tables["arms_compared"]
    ratios = compared[compared["measure"] == "risk_ratio"].set_index(
        ["study_id", "outcome", "analysis_set"]
    )
    remission = ratios.loc[("inovate2019", "cr_or_cri", "all_randomised")]
    harm = ratios.loc[("inovate2019", "vod_sos_any", "all_treated")]
    survival = tables["hazard_ratios"].set_index(["study_id", "outcome", "analysis_set"])
    death = survival.loc[("inovate2019", "overall_survival", "all_randomised")]
    inferred = ", numerators inferred" if remission["numerator_basis"] == "inferred" else ""
    return (
        f"- **Result.** In INO-VATE more patients reached CR or CRi on inotuzumab than on standard "
        f"chemotherapy: {_arms(remission)} of all randomised{inferred}; risk ratio "
        f"{_interval(remission)}. The hazard ratio for death is {death['estimate']:.2f} (95% CI "
        f"{death['low_95']:.2f} to {death['high_95']:.2f}). VOD/SOS was more frequent: "
        f"{_arms(harm)} of all treated; risk ratio {_interval(harm)}."
    )


def _arms(row: pd.Series) -> str:
    """Both arms of a comparison: ``121/164 v 50/162``."""
    return f"{row['events']}/{row['n']} v {row['events_comparator']}/{row['n_comparator']}"


def _interval(row: pd.Series) -> str:
    """An estimate with its limits: ``2.39 (95% CI 1.87 to 3.06)``."""
    return f"{row['estimate']:.2f} (95% CI {row['low']:.2f} to {row['high']:.2f})"


def _certainty(tables: Tables) -> str:
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

    >>> _in_sentence("Overall survival, all randomised"), _in_sentence("VOD/SOS, all treated")
    ('overall survival', 'VOD/SOS')
    """
    outcome = label.partition(",")[0]
    return outcome if outcome[:2].isupper() else outcome[:1].lower() + outcome[1:]


def _caveat(tables: Tables) -> str:
    rates = tables["mrd_rates"]
    mrd = tables["response_counts"].set_index("item").loc["Complete MRD response to inotuzumab"]
    vod = tables["case_counts"].set_index("item").loc["VOD/SOS after a later transplant"]
    lowest, highest = _share(rates.iloc[-1]), _share(rates.iloc[0])
    return (
        f"- **Caveat.** One arm has {len(rates)} reported MRD-negativity rates, from {lowest} to "
        f"{highest}: denominator, analysis set and report differ. The six patients give no rate: a "
        f"complete MRD response to inotuzumab is shown in {mrd['yes']} of {mrd['reported']} "
        f"({mrd['not_assessable']} not assessable, {mrd['not_reported']} not reported), VOD/SOS "
        f"after a later transplant in {vod['yes']} of {vod['reported']} ({vod['not_reported']} not "
        f"reported, {vod['not_applicable']} without one)."
    )


def _share(rate: pd.Series) -> str:
    """A proportion with its counts: ``46.3% (76/164)``."""
    return f"{100 * rate['proportion']:.1f}% ({rate['events']:.0f}/{rate['n']:.0f})"
