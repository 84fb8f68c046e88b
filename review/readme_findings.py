"""The answer at the head of the README: result, certainty and caveat, computed."""

from evidence.review.core.readme_sentences import Tables, arms, certainty, interval, share


def findings(tables: Tables) -> str:
    """Three bullets in Markdown, every number of them from a table.

    Parameters
    ----------
    tables : coded and derived; arms_compared, hazard_ratios, mrd_rates, case_counts,
        response_counts, certainty, summary_outcomes and certainty_judgements are used.
    """
    return "\n".join([_result(tables), certainty(tables), _caveat(tables)])


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
        f"chemotherapy: {arms(remission)} of all randomised{inferred}; risk ratio "
        f"{interval(remission)}. The hazard ratio for death is {death['estimate']:.2f} (95% CI "
        f"{death['low_95']:.2f} to {death['high_95']:.2f}). VOD/SOS was more frequent: "
        f"{arms(harm)} of all treated; risk ratio {interval(harm)}."
    )


def _caveat(tables: Tables) -> str:
    rates = tables["mrd_rates"]
    mrd = tables["response_counts"].set_index("item").loc["Complete MRD response to inotuzumab"]
    vod = tables["case_counts"].set_index("item").loc["VOD/SOS after a later transplant"]
    lowest, highest = share(rates.iloc[-1]), share(rates.iloc[0])
    return (
        f"- **Caveat.** One arm has {len(rates)} reported MRD-negativity rates, from {lowest} to "
        f"{highest}: denominator, analysis set and report differ. The six patients give no rate: a "
        f"complete MRD response to inotuzumab is shown in {mrd['yes']} of {mrd['reported']} "
        f"({mrd['not_assessable']} not assessable, {mrd['not_reported']} not reported), VOD/SOS "
        f"after a later transplant in {vod['yes']} of {vod['reported']} ({vod['not_reported']} not "
        f"reported, {vod['not_applicable']} without one)."
    )
