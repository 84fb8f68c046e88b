"""Differences that a table gives with their limits or standard error."""

import pytest

from tests.unit.review.pool.pool_command import record


def test_differences_with_limits_are_pooled_as_they_are(pooled):
    """Standard errors 1 and 2 by half-widths of 1.96 and 3.92: weights 4 to 1."""
    text = "study,MD,lower ci,upper ci\nA,-2,-3.959964,-0.040036\nB,3,-0.919928,6.919928\n"
    found = record(pooled(text, "--measure", "MD", "--model", "common", "--json"))
    assert found["estimate"] == pytest.approx(-1.0, abs=1e-6)
    assert found["scale_std_error"] == pytest.approx(0.8**0.5, abs=1e-6)
    assert [row["percent"] for row in found["weights"]] == pytest.approx([80, 20])
    assert "not symmetric" not in found["convention"]


def test_an_asymmetric_difference_is_said_and_a_difference_in_percent_refused(pooled):
    text = "study,estimate,low,high\nA,-0.2,-0.3,-0.1\nB,0.3,-0.1,0.4\n"
    found = record(pooled(text, "--measure", "RD", "--json"))
    assert "interval not symmetric: row 3 (B)" in found["convention"]
    refused = pooled(text.replace("0.", ""), "--measure", "RD")
    assert refused.exit_code == 1
    assert "row 2 (A): a risk difference is between -1 and 1, not in percent" in refused.output


def test_a_difference_with_its_standard_error_is_an_effect_with_its_variance(pooled):
    found = record(pooled("study,SMD,SE\nA,0.2,0.1\nB,0.4,0.1\n", "--measure", "SMD", "--json"))
    assert found["estimate"] == pytest.approx(0.3)


@pytest.mark.parametrize("column", ["HR", "Standardised mean difference", "Std. Mean Difference"])
def test_a_column_of_another_measure_is_refused(pooled, column):
    result = pooled(f"study,{column},low,high\nA,0.5,0.2,0.8\n", "--measure", "MD")
    assert result.exit_code == 1 and "holds another measure" in result.output
