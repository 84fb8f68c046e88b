"""Intervals and p values: an error of each kind, and the finding that follows."""

from tests.unit.audit.examples.example import Example, found
from tests.unit.audit.spoiling import new, put

INTERVALS = {
    "proportion_interval": Example(
        [put("outcomes", low_as_reported="10.0")],
        # quantiles of Beta(71, 50) and Beta(72, 49): 0.498 and 0.680
        found(
            "warning",
            "outcomes:trial1.o1",
            "low_as_reported",
            "10.0 to 68.0 for 71/120",
            expected="49.8 to 68.0 (Clopper-Pearson, 95%)",
        ),
    ),
    "proportion_level": Example(
        [put("outcomes", level_percent=90.0)],
        # the same limits, which are those of 95%
        found(
            "warning",
            "outcomes:trial1.o1",
            "level_percent",
            "49.8 to 68.0 at 90%",
            expected="level of 95%",
        ),
    ),
    "ratio_off_centre": Example(
        [put("effects", estimate_as_reported="0.900")],
        # sqrt(0.449 x 0.808) = 0.602
        found(
            "error",
            "effects:trial1.e1",
            "estimate_as_reported",
            "0.900 (0.449 to 0.808)",
            expected="0.602",
        ),
    ),
    "estimate_outside_interval": Example(
        [put("effects", estimate_as_reported="2.000")],
        found("error", "effects:trial1.e1", "estimate_as_reported", "2.000 (0.449 to 0.808)"),
    ),
    "ratio_against_p": Example(
        [put("effects", p_as_reported="0.4")],
        # standard error ln(0.808/0.449) / 3.92 = 0.1499, z = ln(0.602) / 0.1499 = -3.386
        found(
            "error",
            "effects:trial1.e1",
            "p_as_reported",
            "p 0.4 for 0.602 (0.449 to 0.808)",
            expected="0.00035 one-sided, 0.00071 two-sided",
        ),
    ),
    "prediction_within_interval": Example(
        [
            new(
                "published_pools",
                published_pool_id="lao_2025.m2",
                document_id="lao_2025",
                measure="cr",
                low_as_reported="58.6",
                high_as_reported="82.5",
                prediction_low_as_reported="3.3",
                prediction_high_as_reported="76.9",
                locator="abstract",
            )
        ],
        # 3.3 to 76.9 ends below 82.5
        found(
            "error",
            "published_pools:lao_2025.m2",
            "prediction_high_as_reported",
            "prediction 3.3 to 76.9",
            expected="an interval that contains 58.6 to 82.5",
        ),
    ),
    "significance_at_boundary": Example(
        [
            put(
                "effects",
                level_percent=97.5,
                estimate_as_reported="0.77",
                low_as_reported="0.58",
                high_as_reported="1.03",
                p_as_reported="0.04",
            )
        ],
        found("note", "effects:trial1.e1", "p_as_reported", "p 0.04, 0.58 to 1.03 at 97.5%"),
    ),
    "claim_of_significance": Example(
        [
            put(
                "effects",
                level_percent=97.5,
                estimate_as_reported="0.77",
                low_as_reported="0.58",
                high_as_reported="1.03",
                p_as_reported="0.04",
            ),
            put(
                "claims",
                measure="overall_survival",
                value_as_reported="0.77",
                comparator_value_as_reported="",
            ),
            new(
                "claims_of_significance",
                significance_id="report1.g1",
                claim_id="report1.c1",
                document_id="report1",
                word_as_reported="significantly longer",
            ),
        ],
        found(
            "error",
            "claims:report1.c1",
            "value_as_reported",
            "0.77, called significant",
            expected="0.58 to 1.03 at 97.5% includes 1",
            beside=("citations:report1.r1", "effects:trial1.e1"),
        ),
    ),
    "p_reported_as_zero": Example(
        [put("effects", p_as_reported="0.000")],
        found("note", "effects:trial1.e1", "p_as_reported", "p 0.000", expected="<0.001"),
    ),
}
