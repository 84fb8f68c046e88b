"""Forest plots of invented studies, drawn for the tests."""

import pandas as pd

from evidence.figures import forest
from evidence.figures.canvas.style import style


def drawn(frame, width="double", journal="default", palette="colour", **options):
    with style(journal, palette) as figure_style:
        figure = figure_style.figure(width)
        axes = forest.draw(figure, frame, **{"measure": "risk_ratio", **options})
    return figure, axes


def with_summary(frame, **summary):
    row = {
        "row_type": "summary",
        "label": "Total",
        "estimate": 0.7,
        "low": 0.6,
        "high": 0.82,
        **summary,
    }
    return pd.concat([frame, pd.DataFrame([row])], ignore_index=True)


def texts(figure):
    return [text.get_text() for text in figure.texts]
