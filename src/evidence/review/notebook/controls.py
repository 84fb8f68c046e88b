"""Controls beside a forest plot: studies in and out, numerators, model and interval."""

from collections.abc import Sequence
from html import escape

import ipywidgets as widgets
import pandas as pd

from evidence.analysis.fit import Fit
from evidence.analysis.forest import forest
from evidence.analysis.pool import pool
from evidence.errors import EvidenceError

MODELS = {"binomial-normal": "glmm", "beta-binomial": "beta_binomial", "logits": "random"}
INTERVALS = {"t": "t", "normal (Wald)": "wald"}
FIRST = ("glmm", "t")  # model and interval before anything is changed
STUDY_WIDTH, NUMBER_WIDTH = "320px", "110px"


class Controls(widgets.VBox):
    """Check boxes of studies with their numerators, and the pooled proportion that follows.

    Parameters
    ----------
    studies : one row per study with ``study``, ``xi`` and ``ni``. outcome : what was counted.
    """

    def __init__(self, studies: pd.DataFrame, outcome: str) -> None:
        self._studies, self._outcome = studies.reset_index(drop=True), outcome
        self._main = pool(self._studies, "PLO", model=FIRST[0], test=FIRST[1])
        self.included = [
            widgets.Checkbox(True, description=name, indent=False, layout={"width": STUDY_WIDTH})
            for name in self._studies["study"]
        ]
        self.numerators = [
            widgets.BoundedIntText(row.xi, min=0, max=row.ni, layout={"width": NUMBER_WIDTH})
            for row in self._studies.itertuples()
        ]
        self.model = widgets.Dropdown(options=MODELS, value=FIRST[0], description="Model")
        self.interval = widgets.Dropdown(options=INTERVALS, value=FIRST[1], description="Interval")
        self.sentence, self.picture = widgets.HTML(), widgets.HTML()
        changed = [*self.included, *self.numerators, self.model, self.interval]
        for control in changed:
            control.observe(lambda change: self.refresh(), "value")
        super().__init__([*self._rows(), self.model, self.interval, self.sentence, self.picture])
        self.refresh()

    def __repr__(self) -> str:
        """What the page shows where no kernel runs."""
        return "Controls appear here once all cells are run: Run > Run All Cells."

    def _rows(self) -> Sequence[widgets.HBox]:
        sizes = [widgets.Label(f"of {number}") for number in self._studies["ni"]]
        parts = zip(self.included, self.numerators, sizes, strict=True)
        return [widgets.HBox(list(part)) for part in parts]

    def chosen(self) -> pd.DataFrame:
        """The studies that are ticked, with the numerators that are set."""
        numbers = [control.value for control in self.numerators]
        ticked = [control.value for control in self.included]
        return self._studies.assign(xi=numbers)[ticked]

    def refresh(self) -> None:
        """Pool and draw again; what cannot be pooled is said in place of the sentence."""
        try:
            fit = pool(self.chosen(), "PLO", model=self.model.value, test=self.interval.value)
        except EvidenceError as refused:
            self.sentence.value, self.picture.value = escape(str(refused)), ""
            return
        self.sentence.value = self._said(fit)
        self.picture.value = forest(fit, outcome=self._outcome)._repr_html_()

    def _said(self, fit: Fit) -> str:
        moved = 100 * (fit.estimate - self._main.estimate)
        against = f"{moved:+.1f} percentage points from" if round(moved, 1) else "as in"
        return (
            f"<b>{escape(self._outcome)}: {fit.estimate:.1%}</b> (95% CI {fit.ci_low:.1%} to "
            f"{fit.ci_high:.1%}; k = {fit.k}), {against} the main analysis."
        )
