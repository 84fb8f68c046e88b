"""What estimators and summaries need of a random-effects model, of a mean or of a regression."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np

from evidence.synthesis.results import Numbers


class Model(Protocol):
    """A model of one meta-analysis, effects of shape (k,), or of n of them, (k, n)."""

    y: np.ndarray
    v: np.ndarray
    present: np.ndarray | None
    k: Numbers

    @property
    def df(self) -> Numbers:
        """k - p."""

    @property
    def basis(self) -> np.ndarray:
        """Columns that span the design."""

    def dot(self, a: Any, b: Any) -> Numbers:
        """The sum of products over studies."""

    def spread(self) -> tuple[Numbers, Numbers, Numbers]:
        """Residual squares of the plain fit; least and greatest variance."""

    def take(self, rows: Any) -> Any:
        """The model of some of the meta-analyses."""

    def cochran(self, tau2: Numbers) -> tuple[Numbers, Numbers]:
        """y'Py and y'PPy."""

    def traces(self, tau2: Numbers) -> tuple[Numbers, Numbers, Numbers, Numbers]:
        """tr P, tr PP, tr W and tr WW."""

    def unweighted(self) -> tuple[Numbers, Numbers]:
        """The residual squares without weights, and tr P V of that fit."""

    def crude_variance(self) -> Numbers:
        """The variance of the effects about their plain mean."""

    def std_error_of_unweighted(self, tau2: Numbers, method: str) -> Numbers:
        """The standard error of the HE or SJ estimate of tau2."""

    def terms(self, tau2: Numbers, restricted: bool) -> tuple[Any, Any, Any, Any]:
        """Trace, trace2, quad and quad3 of `score_signs`."""

    def terms_on(self, grid: np.ndarray, restricted: bool) -> tuple[Any, Any, Any, Any]:
        """The terms of one meta-analysis at many tau2, (g,)."""

    def quad_and_trace_on(self, grid: np.ndarray, restricted: bool) -> tuple[Any, Any]:
        """Quad and trace of many meta-analyses at each tau2 of a grid, (g, n)."""

    def log_likelihood(self, tau2: Numbers, restricted: bool) -> Numbers:
        """The (restricted) log likelihood."""
