"""`evidence pool`: a table in, an estimate with its convention out; what
cannot be pooled is said.
"""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from evidence.cli import app
from tests.unit.review.pool.pool_command import record

# Colditz et al. 1994 (BCG vaccine), first trials, as in metadat's dat.bcg: ai bi ci di.
BCG = (
    "study,ai,bi,ci,di\nAronson 1948,4,119,11,128\nFerguson 1949,6,300,29,274\nRosenthal "
    "1960,3,228,11,209\nHart 1977,62,13536,248,12619\n"
)


def test_both_ways_to_give_the_arms_agree(pooled):
    sizes = (
        "study,ai,n1i,ci,n2i\nAronson 1948,4,123,11,139\nFerguson "
        "1949,6,306,29,303\nRosenthal 1960,3,231,11,220\nHart 1977,62,13598,248,12867\n"
    )
    for model in ("random", "mantel_haenszel", "conditional"):
        options = ("--measure", "OR", "--model", model, "--json")
        assert record(pooled(BCG, *options)) == record(pooled(sizes, *options))


def test_common_effect_by_hand(pooled):
    found = record(
        pooled("yi,vi\n0,1\n1,1\n", "--measure", "mean_difference", "--model", "common", "--json")
    )
    assert found["estimate"] == pytest.approx(0.5)
    assert found["scale_std_error"] == pytest.approx(0.5**0.5)
    assert found["prediction_low"] is None and found["prediction_rule"] == "none"


def test_an_interval_at_its_own_level(pooled):
    rows = [f"{study},0.75,0.57,0.99,0.975" for study in "ABC"]
    text = "\n".join(["study,estimate,low,high,level", *rows, ""])
    found = record(pooled(text, "--measure", "hazard_ratio", "--model", "common", "--json"))
    assert found["estimate"] == pytest.approx(0.75, abs=0.005)
    # Three copies: the standard error of one, over the root of three.
    assert found["scale_std_error"] == pytest.approx(0.5520 / 2 / 2.241403 / 3**0.5, rel=1e-3)


def test_the_exact_model_needs_no_correction(pooled):
    found = record(
        pooled("xi,ni\n0,10\n1,12\n0,9\n2,20\n", "--measure", "PLO", "--model", "glmm", "--json")
    )
    assert 0 < found["low"] < found["estimate"] < found["high"] < 1
    assert "no correction" in found["convention"]


def test_words_hold_the_convention(pooled):
    result = pooled(BCG, "--measure", "risk_ratio", "--test", "knapp_hartung")
    assert "REML" in result.output and "knapp_hartung 95% interval" in result.output


@pytest.mark.parametrize(
    ("text", "options", "said"),
    [
        ("patient_id,xi,ni\np,1,1\n", ("--measure", "PLO"), "never pooled"),
        ("study,xi\nA,1\n", ("--measure", "PLO"), "ni missing"),
        ("study,xi,ni\nA,x,10\nB,3,y\n", ("--measure", "PLO"), "found 'x'"),
        ("study,xi,ni\nA,x,10\nB,3,y\n", ("--measure", "PLO"), "found 'y'"),
        ("study,xi,ni\nA,11,10\n", ("--measure", "PLO"), "A"),
        ("xi,ni\n", ("--measure", "PLO"), "no rows"),
        (
            "study,estimate,low,high\nA,0.3,0.2,0.5\n",
            ("--measure", "PLO"),
            "column(s) xi ni missing",
        ),
        ("", ("--measure", "PLO"), "cannot be read"),
        ("xi,ni\n1,10\n2,11\n", ("--measure", "nonsense"), "nonsense"),
        (
            "xi,ni\n1,10\n2,11\n",
            ("--measure", "PLO", "--model", "magic"),
            "model 'magic' found; allowed: random, common, mantel_haenszel, peto",
        ),
        (
            "xi,ni\n1,10\n2,11\n",
            ("--measure", "PLO", "--model", "glmm", "--test", "knapp_hartung"),
            "knapp_hartung",
        ),
        (
            "xi,ni\n1,10\n2,11\n",
            ("--measure", "PLO", "--model", "glmm", "--tau2-method", "DL"),
            "'DL' found",
        ),
        (
            "xi,ni\n1,10\n2,11\n",
            ("--measure", "PLO", "--model", "common", "--tau2-method", "DL"),
            "'DL' found",
        ),
        (
            "xi,ni\n1,10\n2,11\n",
            ("--measure", "PLO", "--model", "glmm", "--zero-policy", "all"),
            "'all' found",
        ),
        ("study,xi,ni\nA,11,10\n", ("--measure", "PLO"), "studies.csv: logit_proportion"),
        (
            "yi,vi\n1,1\n2,1\n",
            ("--measure", "RR", "--zero-policy", "all"),
            "effects, not counts to correct",
        ),
        ("xi,ni\n0,9\n2,9\n", ("--measure", "PLO", "--zero-policy", ""), "zero_policy '' found"),
        ("study,xi,ni\nA,1,1\nB,0,1\n", ("--measure", "PLO"), "never pooled"),
        (
            "study,xi,ni\nA,3,20,50\nB,9,30,60\n",
            ("--measure", "PLO"),
            "row 2: 4 cells found; allowed: 3",
        ),
        ("study,xi,xi,ni\nA,3,4,20\n", ("--measure", "PLO"), "column 'xi' found twice"),
        ("study,yi,vi\nA,0.5,0.03\nB,0.4,0.05\n", ("--measure", "PFT"), "needs the column ni"),
        (
            "study,ri,ni\nA,0.5,30\nB,0.4,50\n",
            ("--measure", "ZCOR", "--zero-policy", "only0"),
            "corrects no zero cell",
        ),
        (
            "study,xi,ni\nA,3,20\n\nB,x,30\n",
            ("--measure", "PLO"),
            "row 4 (B), column xi: found 'x'",
        ),
        ("Patient_ID,xi,ni\nA,1,10\n", ("--measure", "PLO"), "never pooled"),
    ],
)
def test_what_cannot_be_pooled_is_said_without_a_traceback(pooled, text, options, said):
    result = pooled(text, *options)
    assert result.exit_code == 1
    assert said in result.output
    assert "Traceback" not in result.output


def test_a_missing_file_is_said(tmp_path):
    result = CliRunner().invoke(app, ["pool", str(Path(tmp_path) / "none.csv"), "--measure", "PLO"])
    assert result.exit_code == 1 and "cannot be read" in result.output


@pytest.mark.parametrize("measure", ["risk_ratio", "risk_difference", "hazard_ratio"])
def test_petos_odds_ratio_is_given_for_no_other_measure(pooled, measure):
    result = pooled(BCG, "--measure", measure, "--model", "peto")
    assert result.exit_code != 0
    assert "'peto'" in result.output and measure in result.output


def test_peto_is_the_sum_of_its_observed_minus_expected(pooled):
    found = record(
        pooled("ai,n1i,ci,n2i\n4,10,8,10\n", "--measure", "OR", "--model", "peto", "--json")
    )
    # By hand: expected 12 * 10 / 20 = 6, variance 12 * 8 * 10 * 10 / (20^2 * 19).
    assert found["scale_estimate"] == pytest.approx((4 - 6) / (9600 / 7600))


def test_a_test_that_the_model_lacks_is_refused(pooled):
    for model in ("mantel_haenszel", "peto", "conditional"):
        result = pooled(BCG, "--measure", "OR", "--model", model, "--test", "knapp_hartung")
        assert result.exit_code != 0 and "'knapp_hartung'" in result.output


# Four of the trials in which the vaccine's effect differs most, and what metafor 3.8-1 answers for
# their risk ratio: rma() by REML, confint() and weights().
UNALIKE = (
    "study,ai,bi,ci,di\nHart 1977,62,13536,248,12619\nFrimodt-Moller 1973,33,5036,47,5761\n"
    "Stein 1953,180,1361,372,1079\nTPT Madras 1980,505,87886,499,87892\n"
)


METAFOR = {
    "estimate": 0.543175190512,
    "low": 0.286735404571,
    "high": 1.02896008963,
    "scale_estimate": -0.610323376623,
    "scale_std_error": 0.325961115701,
    "statistic": -1.87238092897,
    "p_value": 0.061153921555,
    "tau2": 0.405275173053,
    "tau2_std_error": 0.347006016218,
    "tau2_low": 0.117887671875,
    "tau2_high": 5.835749638971,
    "i2_percent": 97.4164876138,
    "h2": 38.706994607,
    "q": 119.290550199,
    "q_p_value": 1.09704683617e-25,
    "prediction_low": 0.055774312677,  # by hand from the estimate, its error and tau2: t on 3
    "prediction_high": 5.28987760542,
    "log_likelihood": -2.96707147753,
}


def test_the_record_is_metafors(pooled):
    found = record(pooled(UNALIKE, "--measure", "RR", "--json"))
    assert {name: found[name] for name in METAFOR} == pytest.approx(METAFOR, rel=1e-9)
    assert found["df"] is None  # z: infinite
    weights = {row["study"]: row["percent"] for row in found["weights"]}
    assert weights == pytest.approx(
        {"Hart 1977": 24.9833870802, "Frimodt-Moller 1973": 23.2758072216,
         "Stein 1953": 25.7776808472, "TPT Madras 1980": 25.9631248510}, rel=1e-9
    )  # fmt: skip


def test_studies_of_one_name_keep_their_own_weights(pooled):
    found = record(
        pooled(
            "study,yi,vi\nSmith,0,1\nSmith,1,3\n", "--measure", "GEN", "--model", "common", "--json"
        )
    )
    assert [row["percent"] for row in found["weights"]] == pytest.approx([75, 25])
    assert (
        "Smith 75, Smith 25"
        in pooled(
            "study,yi,vi\nSmith,0,1\nSmith,1,3\n", "--measure", "GEN", "--model", "common"
        ).output
    )


def test_a_study_without_an_effect_has_no_weight_to_show(pooled):
    result = pooled("study,xi,ni\nA,3,10\nB,,20\nC,4,15\n", "--measure", "PLO")
    assert "no effect: B" in result.output and "B nan" not in result.output
    found = record(pooled("study,xi,ni\nA,3,10\nB,,20\nC,4,15\n", "--measure", "PLO", "--json"))
    assert found["k"] == 2 and found["weights"][1] == {"study": "B", "percent": None}


def test_the_level_asked_is_not_that_of_the_reported_limits(pooled):
    """Limits reported at 95% stay so under --level 0.9: the standard error does not move."""
    text = "study,estimate,low,high\nA,0.8,0.6,1.0667\nB,0.75,0.55,1.0227\n"
    options = ("--measure", "hazard_ratio", "--model", "common", "--json")
    usual, narrow = record(pooled(text, *options)), record(pooled(text, *options, "--level", "0.9"))
    assert usual["scale_std_error"] == narrow["scale_std_error"]
    half = 1.6448536269514722 * narrow["scale_std_error"]
    assert narrow["high"] / narrow["estimate"] == pytest.approx(2.718281828459045**half)


def test_an_empty_interval_of_tau2_is_said(pooled):
    text = "yi,vi\n" + "0.3,1\n0.3,1.1\n0.3,0.9\n0.3,1\n"
    assert (
        "the studies are too alike"
        in record(pooled(text, "--measure", "GEN", "--json"))["tau2_rule"]
    )


def test_one_study_predicts_nothing(pooled):
    assert (
        record(pooled("xi,ni\n3,10\n", "--measure", "PLO", "--json"))["prediction_rule"] == "none"
    )


def test_a_study_that_is_not_pooled_has_no_say_in_the_back_transformation(pooled):
    with_it = record(pooled("study,xi,ni\nA,3,20\nB,9,30\nC,,1000\n", "--measure", "PFT", "--json"))
    without = record(pooled("study,xi,ni\nA,3,20\nB,9,30\n", "--measure", "PFT", "--json"))
    assert (
        with_it["estimate"] == without["estimate"] == pytest.approx(0.2322, abs=1e-4)
    )  # as metafor's transf.ipft.hm


@pytest.mark.parametrize(
    ("model", "shares"), [("mantel_haenszel", [800 / 1300, 500 / 1300]), ("peto", None)]
)
def test_the_weights_are_those_of_the_model(pooled, model, shares):
    text = "study,ai,n1i,ci,n2i\nA,4,100,8,100\nB,6,50,10,150\n"
    measure = "OR" if model == "peto" else "RR"
    found = record(pooled(text, "--measure", measure, "--model", model, "--json"))
    v = [100 * 100 * 12 * 188 / (200**2 * 199), 50 * 150 * 16 * 184 / (200**2 * 199)]
    expected = shares or [variance / sum(v) for variance in v]
    assert [row["percent"] / 100 for row in found["weights"]] == pytest.approx(expected)
