"""From a table to a result: names of other programs, the natural scale, groups, refusals."""

import pickle

import numpy as np
import pandas as pd
import pytest

import evidence as ev
from evidence.analysis.models import PoolOptions
from evidence.review.pool.pool_table import pool_table
from evidence.synthesis.effect_sizes.measures import measure_named
from evidence.synthesis.study_table.study_table import read_study_table

# Colditz et al. 1994, as in tests/published; metafor's answers there, exponentiated here.
BCG = pd.DataFrame(
    {
        "study": [f"Trial {number}" for number in range(1, 14)],
        "ai": [4, 6, 3, 62, 33, 180, 8, 505, 29, 17, 186, 5, 27],
        "n1i": [123, 306, 231, 13598, 5069, 1541, 2545, 88391, 7499, 1716, 50634, 2498, 16913],
        "ci": [11, 29, 11, 248, 47, 372, 10, 499, 45, 65, 141, 3, 29],
        "n2i": [139, 303, 220, 12867, 5808, 1451, 629, 88391, 7277, 1665, 27338, 2341, 17854],
    }
)
META_NAMES = {"study": "studlab", "ai": "event.e", "n1i": "n.e", "ci": "event.c", "n2i": "n.c"}


def test_the_natural_scale_is_the_published_logarithm_exponentiated():
    fit = ev.pool(BCG, measure="RR", tau2_method="DL")
    found = [fit.estimate, fit.ci_low, fit.ci_high]
    # half a unit of the fourth digit of a logarithm, relatively
    np.testing.assert_allclose(found, np.exp([-0.7141, -1.0644, -0.3638]), rtol=5.1e-5)
    assert round(fit.tau2, 4) == 0.3088
    assert round(fit.i2_percent, 4) == 92.1173


@pytest.mark.parametrize(("measure", "test"), [("RR", "HK"), ("risk ratio", "knha")])
def test_names_of_other_programs_mean_the_same(measure, test):
    mine = ev.pool(BCG, measure="risk_ratio", test="knapp_hartung")
    expected = ev.pool(BCG.rename(columns=META_NAMES), measure=measure, test=test)
    assert (
        expected.summary()
        .drop(columns="convention")
        .equals(mine.summary().drop(columns="convention"))
    )


@pytest.mark.parametrize(
    ("asked", "nearest"),
    [
        ({"measure": "risk rato"}, "risk_ratio"),
        ({"measure": "RR", "test": "knap_hartung"}, "knapp_hartung"),
        ({"measure": "RR", "tau2_method": "RELM"}, "REML"),
    ],
)
def test_a_wrong_name_is_refused_with_the_nearest(asked, nearest):
    with pytest.raises(ev.SynthesisError, match=f"did you mean '{nearest}'"):
        ev.pool(BCG, **asked)


def test_a_model_that_does_not_estimate_the_measure_is_refused():
    with pytest.raises(ev.SynthesisError, match="model 'glmm' found; allowed for risk_ratio"):
        ev.pool(BCG, measure="RR", model="glmm")


def test_mantel_haenszel_is_the_published_one():
    fit = ev.pool(BCG, measure="OR", model="mantel_haenszel")
    np.testing.assert_allclose(np.log(fit.estimate), -0.4734, atol=5e-5)
    assert np.isnan(fit.prediction[:2]).all()  # one effect for all studies: nothing to predict


def test_a_common_effect_has_no_prediction_interval():
    assert np.isnan(ev.pool(BCG, measure="RR", model="common").prediction[:2]).all()


@pytest.mark.parametrize(("studies", "rule"), [(1, "none"), (2, "t_k_minus_1")])
def test_one_study_predicts_nothing_two_do(studies, rule):
    new = ev.pool(BCG.head(studies), measure="RR").prediction
    assert new.rule == rule
    assert np.isfinite(new[:2]).all() == (studies > 1)


def test_the_command_prints_what_the_function_returns():
    options = PoolOptions(measure_named("RR"), test="knapp_hartung")
    record = pool_table(read_study_table(BCG, options.measure), options)
    fit = ev.pool(BCG, measure="RR", test="knapp_hartung")
    assert [record[name] for name in ("estimate", "low", "high", "convention")] == [
        fit.estimate, fit.ci_low, fit.ci_high, fit.convention,
    ]  # fmt: skip


def test_the_result_is_six_lines_and_shows_no_type_of_numpy():
    shown = repr(ev.pool(BCG, measure="RR"))
    assert len(shown.splitlines()) == 6
    assert "np." not in shown
    assert "Risk ratio: 0.49 (95% CI 0.34 to 0.70), p < 0.001" in shown


@pytest.mark.parametrize("form", ["_repr_html_", "_repr_markdown_"])
def test_notebooks_show_a_table_in_which_text_is_text(form):
    table = BCG.assign(study=[*BCG["study"][:-1], "<script>alert(1)</script>"])
    table = pd.concat([table, pd.DataFrame({"study": ["<b>Total"], "ai": [1]})])
    shown = getattr(ev.pool(table, measure="RR"), form)()
    assert "0.49 (95% CI 0.34 to 0.70)" in shown
    if form == "_repr_html_":
        assert "<b>" not in shown
        assert "<script" not in shown


def test_results_are_equal_by_content_and_survive_pickling():
    fit = ev.pool(BCG, measure="RR")
    assert pickle.loads(pickle.dumps(fit)) == fit
    assert ev.pool(BCG, measure="RR", tau2_method="DL") != fit


def test_studies_are_inside_with_weights_that_add_up():
    frame = ev.pool(BCG, measure="RR").to_frame()
    assert frame["study"].tolist() == BCG["study"].tolist()
    assert frame["weight_percent"].sum() == pytest.approx(100)
    assert frame["ai"].tolist() == BCG["ai"].tolist()


def test_rows_left_out_are_said():
    total = pd.DataFrame({"study": ["Total"], "ai": [1065], "n1i": [190000]})
    fit = ev.pool(pd.concat([BCG, total.assign(ci=1502, n2i=170000)]), measure="RR")
    assert fit.k == 13
    assert "'Total'" in fit.convention


@pytest.mark.parametrize(
    ("model", "same"),
    [("FE", "common"), ("fixed effect", "common"), ("MH", "mantel_haenszel"), ("RE", "random")],
)
def test_a_model_is_known_by_the_names_of_other_programs(model, same):
    assert ev.pool(BCG, "RR", model=model).estimate == ev.pool(BCG, "RR", model=same).estimate


@pytest.mark.parametrize(
    ("model", "said"),
    [
        ("randm", "model 'randm' found .did you mean 'random'"),
        ("REML", "model 'REML' found; it estimates tau2: tau2_method='REML'"),
        ("GLMM", "allowed for risk_ratio: .*glmm is a model of PLO, IRLN, OR, IRR"),
    ],
)
def test_a_model_that_is_none_is_refused_with_what_was_meant(model, said):
    with pytest.raises(ev.SynthesisError, match=said):
        ev.pool(BCG, "RR", model=model)
