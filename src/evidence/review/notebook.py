"""What a notebook needs: the derived tables, a table shown, a figure shown, a sentence said.

Every output carries the keys of the rows behind it in its metadata, so that a number
in a sentence can be traced like one in a table.
"""

import io

import pandas as pd
from IPython.display import Image, Markdown, display

from evidence.figures.canvas.style import style
from evidence.files.escape import markdown
from evidence.review.build.figures import figure_and_description
from evidence.review.core.figure_specs import FIGURES
from evidence.review.core.open_review import Review, open_review

__all__ = ["open_review", "say", "show_figure", "show_table"]
INLINE_DPI = 150
# Tables are shown whole; pandas' own limits depend on where it was imported.
WHOLE = (
    "display.max_colwidth",
    None,
    "display.max_rows",
    None,
    "display.max_columns",
    None,
    "display.width",
    10_000,
)


def _keys(sources) -> list[str]:
    """Each key once, in order."""
    return list(dict.fromkeys(key for cell in sources for key in str(cell).split()))


def say(template: str, **rows: pd.Series) -> None:
    """Show a sentence whose numbers are looked up in rows: ``say("{vod[yes]} of {vod[reported]}",
    vod=row)``.

    Parameters
    ----------
    template : Markdown with ``str.format`` fields. rows : rows of derived tables, each with
    ``sources``.

    Raises
    ------
    KeyError : a row has no such column, or no ``sources``.
    """
    keys = _keys(row["sources"] for row in rows.values())
    shown = {name: _as_text(row) for name, row in rows.items()}
    display(Markdown(template.format(**shown)), metadata={"sources": keys})


def _as_text(row: pd.Series) -> pd.Series:
    """The row with the signs of Markdown escaped: what a cell holds is no link and no formula."""
    cells = {name: markdown(cell) if isinstance(cell, str) else cell for name, cell in row.items()}
    return pd.Series(cells, dtype=object)


def _shown(value, digits: int) -> str:
    if pd.isna(value):
        return ""
    return f"{value:.{digits}f}" if isinstance(value, float) else str(value).replace("_", " ")


def show_table(
    frame: pd.DataFrame,
    columns: dict[str, str],
    review: Review,
    digits: int = 2,
    percent: tuple[str, ...] = (),
) -> None:
    """Show columns of a derived table under readable headings, codes as labels, rounded once, here.

    Parameters
    ----------
    columns : column to heading. digits : decimals of floats. percent : columns from 0 to 1 shown in
    percent.
    """
    shown, labels = frame[list(columns)].copy(), review.labels
    for name in percent:
        shown[name] = 100 * shown[name].astype(float)
    for name in labels.keys() & columns.keys():
        shown[name] = shown[name].replace(labels[name])
    text = shown.astype(object).map(lambda value: _shown(value, digits)).rename(columns=columns)
    # A browser would set what stands between dollars as mathematics.
    dollars = text.apply(lambda cells: cells.str.contains("$", regex=False)).to_numpy().any()
    with pd.option_context(*WHOLE, "display.html.use_mathjax", not dollars):
        display(text.set_axis([""] * len(text)), metadata={"sources": _keys(frame["sources"])})


def show_figure(name: str, review: Review) -> None:
    """Draw one of the review's figures from the review at hand and show it, with its alternative
    text and caption.
    """
    spec = next(spec for spec in FIGURES if spec.name == name)
    frame = spec.frame(review.coded, review.derived)
    with style() as figure_style:
        figure, description = figure_and_description(spec, frame, figure_style)
        picture = io.BytesIO()
        figure.savefig(
            picture, format="png", dpi=INLINE_DPI, facecolor="white", metadata={"Software": None}
        )
    width = round(figure.get_size_inches()[0] * 96)
    display(
        Image(picture.getvalue(), width=width, alt=description.alt),
        metadata={"sources": _keys(frame["sources"])},
    )
    display(
        Markdown(f"*{markdown(description.title)}.* {markdown(description.caption)}"),
        metadata={"sources": _keys(frame["sources"])},
    )
