"""The review as a notebook sees it: tables in words, sentences, figures, places of origin."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
from IPython.display import display

from evidence.analysis.figure import EvidenceFigure, drawn
from evidence.analysis.fit import Fit
from evidence.coded.dictionary import read_dictionary
from evidence.figures.canvas.description import caption_in_markdown
from evidence.files.escape import markdown
from evidence.review.core.figure_specs import NOT_DRAWN, FigureSpec
from evidence.review.core.open_review import Review, read_review
from evidence.review.core.project import Project, find_project
from evidence.review.core.reads import noted_in_file
from evidence.review.notebook.card import card
from evidence.review.notebook.origins import coded_rows, keys_of
from evidence.review.notebook.show_table import (
    NoView,
    View,
    as_html,
    as_text,
    cells_of,
    every_column,
    manuscript_frame,
    named_views,
)
from evidence.review.notebook.words import Words, in_words, words_by_column

Rows = pd.Series | pd.DataFrame


@dataclass(frozen=True)
class NotebookReview(Review):
    """A review with what a notebook shows of it."""

    project: Project

    @cached_property
    def words(self) -> Words:
        """Label by code of every column of codes."""
        return words_by_column(self.coded, self.project.data, self.definitions)

    @cached_property
    def views(self) -> dict[str, View]:
        """Heading to template, by table; headings name the index therapy and what it is compared
        with.
        """
        return named_views(self.definitions.views, self.coded.settings.index)

    def _view(self, view: object) -> View:
        if isinstance(view, Mapping):
            return view
        if not isinstance(view, str) or view not in self.views:
            allowed = ", ".join(self.views)
            raise NoView(f"view {view!r} found; allowed: {allowed}, or headings to templates")
        return self.views[view]

    def table(self, name: str) -> pd.DataFrame:
        """A derived table, else one of the manuscript, else a coded one, with labels for codes.

        Raises
        ------
        NoView : there is no such table.
        """
        if name in self.manuscript_tables and name not in self.derived:
            return manuscript_frame(self.manuscript_tables[name](self.coded, self.derived))
        if name not in self.derived and name not in self.coded:
            allowed = ", ".join(sorted({*self.manuscript_tables, *self.derived, *self.coded}))
            raise NoView(f"table {name!r} found; allowed: {allowed}")
        frame = self.derived[name] if name in self.derived else self._with_sources(name)
        named = in_words(frame, self.words)
        named.attrs["table"] = name  # pandas keeps it when rows are chosen
        return named

    def _with_sources(self, name: str) -> pd.DataFrame:
        frame = self.coded[name]
        key = read_dictionary(self.project.data)[name].key[0]
        return frame.assign(sources=f"{name}:" + frame[key].astype(str))

    def show(
        self, rows: str | pd.DataFrame, view: str | View | None = None, *, fold: str = ""
    ) -> None:
        """Show a table: words at the left, numbers at the right, 30 rows and the others folded.

        Parameters
        ----------
        rows : the name of a table, or rows of one. view : heading to template
            (``{"Inotuzumab": "{events}/{n}"}``), or the name of one of `views`; that of
            the table unless given, or every column. fold : a heading under which the whole table
            is folded.

        Raises
        ------
        NoView : no such view, or a template with a column that the rows lack.
        """
        frame = self.table(rows) if isinstance(rows, str) else in_words(rows, self.words)
        chosen = frame.attrs.get("table", "") if view is None else view
        if not chosen:
            frame, chosen = every_column(frame)
        chosen = self._view(chosen)
        cells, headings = cells_of(frame, chosen), list(chosen)
        shown = {
            "text/html": as_html(headings, cells, fold),
            "text/plain": as_text(headings, cells),
        }
        display(shown, raw=True, metadata=_metadata(frame) | _rows(frame))

    def say(self, template: str, **values: Any) -> None:
        """Show a sentence with numbers of rows or of fits: ``say("{vod[yes]} of {vod[reported]}",
        vod=row)``.

        Parameters
        ----------
        template : Markdown with ``str.format`` fields. values : rows, whose ``sources`` the
            sentence keeps; anything else is formatted only.

        Raises
        ------
        KeyError : a row has no such column.
        """
        text = template.format(**{name: _as_text(value) for name, value in values.items()})
        shown = {"text/markdown": text, "text/plain": text}
        display(shown, raw=True, metadata=_metadata(*values.values()))

    def card(self, notebook: str, figure: str, template: str, **values: Any) -> None:
        """Show a notebook of the index: its question, an answer as in `say`, a figure beside it."""
        answer = template.format(**{name: _as_text(value) for name, value in values.items()})
        html = card(self.project, notebook, figure, answer)
        shown = {"text/html": html, "text/plain": answer}
        display(shown, raw=True, metadata=_metadata(*values.values()))

    def _spec(self, name: str) -> FigureSpec:
        if name not in self.figures:
            raise NoView(f"figure {name!r} found; allowed: {', '.join(self.figures)}")
        return self.figures[name]

    def drawn(self, name: str) -> pd.DataFrame:
        """The rows that a figure of the review is drawn from."""
        return self._spec(name).frame(self.coded, self.derived)

    def figure(
        self, figure: str | EvidenceFigure, rows: pd.DataFrame | None = None, **options: Any
    ) -> None:
        """Show a figure of the review, or one that was just drawn, with its alternative text.

        Parameters
        ----------
        figure : the name of a figure of the review, or a figure. rows : the rows to draw in place
            of the review's, or those behind the figure that was drawn. options : in place of
            those of the review's figure (``measure``, ``favours``, ``title`` ...).
        """
        if isinstance(figure, str):
            spec, rows = self._spec(figure), self.drawn(figure) if rows is None else rows
            if rows.empty:
                return self.say("{name}: {reason}", name=figure, reason=NOT_DRAWN)
            figure = _drawn(spec, rows, options)
        described = figure.description
        words = caption_in_markdown(described.finding, described.full_caption)
        caption = f"*{markdown(described.title)}.* {words}"
        metadata = _metadata(figure.data if rows is None else rows)
        picture = {"text/html": figure._repr_html_(), "text/plain": described.alt}
        display(picture, raw=True, metadata=metadata)
        display({"text/markdown": caption, "text/plain": caption}, raw=True, metadata=metadata)

    def fit(self, fit: Fit, rows: Rows) -> None:
        """Show a pooled result with the rows that were pooled behind it."""
        shown = {"text/html": fit._repr_html_(), "text/plain": repr(fit)}
        display(shown, raw=True, metadata=_metadata(rows))

    def try_out(self, studies: pd.DataFrame, outcome: str) -> None:
        """Show controls for the studies of a pooled proportion, with the forest plot that follows.

        Parameters
        ----------
        studies : one row per study with ``study``, ``xi`` and ``ni``. outcome : what was counted.
        """
        from evidence.review.notebook.controls import Controls  # only one notebook needs widgets

        display(Controls(studies, outcome), metadata=_metadata(studies))

    def where(self, what: str | Rows) -> None:
        """Show where a number or a row was reported: document, place, address, words.

        Parameters
        ----------
        what : ``"121/164"``, a number as reported, or rows of a table of the review.

        Raises
        ------
        NotFound : no coded row reports the number.
        """
        tables = read_dictionary(self.project.data)
        names = keys_of(what, self.coded, tables)
        found = coded_rows(names, self.coded, self.derived, tables)
        rows = [self._origin(*source) for source in found]
        self.show(pd.DataFrame(rows), "origins")

    def _origin(self, table: str, key: str, row: pd.Series) -> dict[str, str]:
        """What a reader needs to find a coded row in its source."""
        named = [name for name in ("study_id", "document_id") if row.get(name)]
        reported = [
            str(cell) for name, cell in row.items() if name.endswith("as_reported") and cell
        ]
        return {
            "report": self.words[named[0]].get(row[named[0]], row[named[0]]),
            "reported": str(
                row.get("value_as_reported")
                or "; ".join(dict.fromkeys(reported))
                or row.get("reason", "")
            ),
            "locator": str(row.get("locator", "")),
            "address": str(row.get("address") or self._doi(row.get("document_id", ""))),
            "file": f"data/coded/{table}.csv",
            "key": key,
            "sources": f"{table}:{key}",
        }

    def _doi(self, document_id: str) -> str:
        found = self.coded["documents"].set_index("document_id")["doi"].get(document_id, "")
        return f"https://doi.org/{found}" if found else ""


def open_review(start: Path | None = None) -> NotebookReview:
    """The review around the working folder, so that a changed coded row shows at once.

    Parameters
    ----------
    start : a folder of the project; the working folder unless given.

    Raises
    ------
    FileNotFoundError : no project there. ProblemsFound : coded tables with problems.

    >>> import evidence as ev
    >>> review = ev.open_review()
    >>> review.table("arms_compared")["outcome"].iloc[0]
    'CR or CRi'
    """
    project = find_project(start)
    review = read_review(project)
    return noted_in_file(NotebookReview(review.coded, review.derived, review.definitions, project))


def _drawn(spec: FigureSpec, rows: pd.DataFrame, options: dict[str, Any]) -> EvidenceFigure:
    """The figure of a specification, with options for its ``draw``, its ``describe`` or both."""
    draw, describe = spec.draw_options(**options), spec.words(**options)
    figure = drawn(spec.module, rows, draw=draw, describe=describe)
    figure.description = spec.with_notes(figure.description, rows)
    return figure


def _metadata(*values: Any) -> dict[str, Any]:
    """The keys of the rows behind an output, each once."""
    rows = [value for value in values if isinstance(value, pd.Series | pd.DataFrame)]
    cells = [cell for row in rows for cell in pd.Series(row.get("sources", "")).astype(str)]
    return {"sources": list(dict.fromkeys(key for cell in cells for key in cell.split()))}


def _rows(frame: pd.DataFrame) -> dict[str, Any]:
    """The keys of the rows behind each row of a table, so that a number in it can be traced."""
    return {"rows": [str(cell) for cell in frame["sources"]]} if "sources" in frame else {}


def _as_text(value: Any) -> Any:
    """A row with the signs of Markdown escaped: what a cell holds is no link and no formula."""
    if not isinstance(value, pd.Series):
        return markdown(value) if isinstance(value, str) else value
    cells = {
        name: markdown(cell) if isinstance(cell, str) else cell for name, cell in value.items()
    }
    return pd.Series(cells, dtype=object)
