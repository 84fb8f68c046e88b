"""The effect measures: their names in the field, their codes, their scale and columns."""

from __future__ import annotations

from dataclasses import dataclass

from evidence.synthesis.arguments.checked import checked_arguments
from evidence.synthesis.arguments.rules import measure_or_name
from evidence.synthesis.errors import snake_case, unknown_name


@dataclass(frozen=True, slots=True)
class Measure:
    """One effect measure.

    ``code`` is metafor's, ``scale`` names the back-transformation of `back_transform`,
    ``columns`` are the columns needed, ``label`` is the effect on the scale of analysis. Figures
    take from here what a measure is, and add how it is drawn.
    """

    name: str
    code: str
    scale: str
    columns: tuple[str, ...]
    label: str
    sensitivity_only: str = ""

    @property
    def has_cells(self) -> bool:
        """Whether it is of counts, so that a zero policy has something to do."""
        return any(name in ("ai", "xi", "x1i") for name in self.columns)

    @property
    def null(self) -> float | None:
        """No effect, on the scale of reading: 1 for a ratio, 0 for a difference or correlation.

        None where there is one group and nothing to compare.

        >>> [measure_named(code).null for code in ("HR", "RD", "PLO")]
        [1.0, 0.0, None]
        """
        if self.columns in _ONE_GROUP:
            return None
        return 1.0 if self.scale == "log" else 0.0

    @property
    def is_ratio(self) -> bool:
        """Whether it compares by a ratio, which is analysed and drawn on a log scale."""
        return self.null == 1.0

    @property
    def read_as(self) -> str:
        """What is read where the scale of analysis has been left: ``proportion`` for its logit.

        >>> [measure_named(code).read_as for code in ("PLO", "IRLN", "ZCOR", "MD")]
        ['proportion', 'rate', 'correlation', 'mean_difference']
        """
        if self.columns == _ONE_ARM:
            return "proportion"
        if self.columns == _RATE:
            return "rate"
        return "correlation" if self.scale == "fisher_z" else self.name

    @property
    def interval_scale(self) -> str:
        """Where reported limits lie evenly around the estimate: ``log``, ``identity`` or nowhere.

        >>> [measure_named(code).interval_scale for code in ("HR", "SMD", "PLO")]
        ['log', 'identity', '']
        """
        known = self.scale in ("log", "identity") and self.columns != _ONE_ARM
        return self.scale if known else ""

    @property
    def zero_policy(self) -> str:
        """The default zero policy, that of metafor too; see `zero_cells`.

        Scales that stabilise the variance are finite at zero, and a constant would only shift them.
        """
        return "none" if self.code in _FINITE_AT_ZERO else "only0"


_FINITE_AT_ZERO = ("AS", "PAS", "PFT", "IRS", "IRFT", "IRSD")
_TWO_ARM = ("ai", "n1i", "ci", "n2i")
_ONE_ARM = ("xi", "ni")
_RATE = ("xi", "ti")
_TWO_RATES = ("x1i", "t1i", "x2i", "t2i")
_MEANS = ("m1i", "sd1i", "n1i", "m2i", "sd2i", "n2i")
_MEAN = ("mi", "sdi", "ni")
_ONE_GROUP = (_ONE_ARM, _RATE, _MEAN)
_FREEMAN_TUKEY = (
    "Freeman-Tukey double arcsine: sensitivity only, its back-transform depends on an assumed "
    "sample size (Schwarzer 2019, doi:10.1002/jrsm.1348)"
)

MEASURES = tuple(
    Measure(*row)
    for row in (
        ("risk_ratio", "RR", "log", _TWO_ARM, "log risk ratio"),
        ("odds_ratio", "OR", "log", _TWO_ARM, "log odds ratio"),
        ("risk_difference", "RD", "identity", _TWO_ARM, "risk difference"),
        ("arcsine_difference", "AS", "identity", _TWO_ARM, "arcsine square-root difference"),
        ("peto_odds_ratio", "PETO", "log", _TWO_ARM, "log odds ratio (Peto)"),
        ("raw_proportion", "PR", "proportion", _ONE_ARM, "proportion"),
        ("log_proportion", "PLN", "log", _ONE_ARM, "log proportion"),
        ("logit_proportion", "PLO", "logit", _ONE_ARM, "logit proportion"),
        ("arcsine_proportion", "PAS", "arcsine", _ONE_ARM, "arcsine square-root proportion"),
        (
            "freeman_tukey_proportion",
            "PFT",
            "freeman_tukey",
            _ONE_ARM,
            "Freeman-Tukey double arcsine proportion",
            _FREEMAN_TUKEY,
        ),
        ("raw_rate", "IR", "identity", _RATE, "incidence rate"),
        ("log_rate", "IRLN", "log", _RATE, "log incidence rate"),
        ("square_root_rate", "IRS", "square", _RATE, "square root of the incidence rate"),
        (
            "freeman_tukey_rate",
            "IRFT",
            "freeman_tukey_rate",
            _RATE,
            "Freeman-Tukey incidence rate",
            _FREEMAN_TUKEY.replace("double arcsine", "rate"),
        ),
        ("rate_ratio", "IRR", "log", _TWO_RATES, "log rate ratio"),
        ("rate_difference", "IRD", "identity", _TWO_RATES, "rate difference"),
        (
            "square_root_rate_difference",
            "IRSD",
            "identity",
            _TWO_RATES,
            "difference of square-root rates",
        ),
        ("mean_difference", "MD", "identity", _MEANS, "mean difference"),
        ("standardised_mean_difference", "SMD", "identity", _MEANS, "Hedges' g"),
        ("ratio_of_means", "ROM", "log", _MEANS, "log ratio of means"),
        ("mean", "MN", "identity", _MEAN, "mean"),
        ("correlation", "COR", "identity", ("ri", "ni"), "correlation"),
        ("fisher_z", "ZCOR", "fisher_z", ("ri", "ni"), "Fisher's z"),
        ("hazard_ratio", "HR", "log", (), "log hazard ratio"),
        ("generic", "GEN", "identity", ("yi", "vi"), "effect"),
    )
)

_BY_NAME = {measure.name: measure for measure in MEASURES}
_BY_NAME |= {measure.code: measure for measure in MEASURES}
_BY_NAME |= {  # short names, and R meta's (its argument sm) where they are not metafor's codes
    "PLOGIT": _BY_NAME["PLO"],
    "PRAW": _BY_NAME["PR"],
    "proportion": _BY_NAME["PR"],
    "incidence_rate": _BY_NAME["IR"],
    "hedges_g": _BY_NAME["SMD"],
    "standardized_mean_difference": _BY_NAME["SMD"],
    "std_mean_difference": _BY_NAME["SMD"],
    "log_odds_proportion": _BY_NAME["PLO"],
}


_BY_FOLDED_NAME = {snake_case(name): measure for name, measure in _BY_NAME.items()}


def names_of(measure: Measure) -> list[str]:
    """Return every name of a measure: the field's, metafor's, R meta's.

    >>> names_of(measure_named("IR"))
    ['raw_rate', 'IR', 'incidence_rate']
    """
    return [name for name, named in _BY_NAME.items() if named is measure]


@checked_arguments(name=measure_or_name)
def measure_named(name: str | Measure) -> Measure:
    """Return the measure of a field name (``risk_ratio``), or of metafor's or R meta's (``RR``).

    Case, blanks and hyphens are forgiven. A `Measure` is returned as it is. Raises
    `SynthesisError` with the nearest and the allowed names.

    >>> measure_named("logit_proportion").code
    'PLO'
    >>> measure_named("RR").name
    'risk_ratio'
    """
    if isinstance(name, Measure):
        return name
    found = _BY_FOLDED_NAME.get(snake_case(name))
    if found is None:
        allowed = ", ".join(f"{measure.name} ({measure.code})" for measure in MEASURES)
        raise unknown_name("measure", name, (measure.name for measure in MEASURES), allowed)
    return found
