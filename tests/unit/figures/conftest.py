"""Invented frames for the figure tests: plain arithmetic, so that nobody takes them for data."""

import pandas as pd
import pytest

NAMES = {
    "plain": "Invented study {i}",
    "long": (
        "Invented study {i} of a name that goes on and on until it holds many more than one "
        "hundred and twenty characters in all, to no end"
    ),
    "unbroken": "Inventedstudywithoutanyspace" * 5 + "{i}",
    "hebrew": "מחקר מומצא מספר {i}",
    "arabic": "دراسة مخترعة رقم {i}",
    "cjk": "虚构研究 {i} 号",
    "symbols": "Study {i}: $a_b$ & <c> 100% \\frac",
}


def ratio_rows(k: int, name: str = "plain", spread: float = 1.3) -> pd.DataFrame:
    """Return k invented studies of a ratio: estimates walk up and down, intervals are factors."""
    rows = []
    for i in range(k):
        estimate, factor = 0.5 + 0.1 * (i % 8), spread + 0.1 * (i % 5)
        rows.append(
            {
                "row_type": "study",
                "label": NAMES[name].format(i=i + 1),
                "events": 10 + i,
                "n": 40 + i,
                "events_comparator": 20 + i,
                "n_comparator": 41 + i,
                "estimate": estimate,
                "low": estimate / factor,
                "high": estimate * factor,
                "weight": 1.0 + i % 7,
                "sources": f"effects:invented_{i}",
            }
        )
    return pd.DataFrame(rows)


def proportion_rows(k: int, name: str = "plain") -> pd.DataFrame:
    """Return k invented proportions, the first with no event, the last with nothing but events."""
    rows = []
    for i in range(k):
        share = 0.0 if i == 0 else 1.0 if i == k - 1 else 0.2 + 0.05 * (i % 12)
        rows.append(
            {
                "row_type": "study",
                "label": NAMES[name].format(i=i + 1),
                "events": round(20 * share),
                "n": 20,
                "estimate": share,
                "low": max(0.0, share - 0.15),
                "high": min(1.0, share + 0.15),
            }
        )
    return pd.DataFrame(rows)


@pytest.fixture
def ratios():
    return ratio_rows


@pytest.fixture
def proportions():
    return proportion_rows


@pytest.fixture
def names():
    return NAMES


@pytest.fixture
def by_gid():
    """Return the artists that carry a gid, in drawing order."""
    return lambda figure, gid: figure.findobj(lambda artist: artist.get_gid() == gid)


@pytest.fixture
def figure_of():
    """Return a maker of empty figures in the default style."""
    from evidence.figures.canvas.style import style

    with style() as figure_style:
        yield figure_style.figure
