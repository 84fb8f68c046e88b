"""A study to be marked in a plot of subsets is one of those pooled."""

import pandas as pd
import pytest

from evidence.summary.results.robustness import UnknownStudy, subset_rows

SUBSETS = pd.DataFrame(
    {
        "estimate": [0.0, 0.0],
        "i2_percent": [0.0, 10.0],
        "k": [2, 2],
        "Alder 2014": [True, False],
        "Birch 2016": [True, True],
        "sources": ["pool_rows:a", "pool_rows:b"],
    }
)


def test_subsets_are_marked_by_whether_they_hold_the_study() -> None:
    rows = subset_rows(SUBSETS, "Alder 2014")
    assert rows["includes"].tolist() == [True, False]
    assert rows["estimate"].tolist() == [0.5, 0.5]


def test_a_study_that_is_not_pooled_is_refused_in_a_sentence() -> None:
    with pytest.raises(UnknownStudy, match="found 'Oak 1999'; allowed: Alder 2014; Birch 2016"):
        subset_rows(SUBSETS, "Oak 1999")
