"""The decorator of the public functions of synthesis: one rule per argument name."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import Parameter, signature
from typing import Any, TypeVar

from evidence.synthesis.arguments.numeric import numbers, one_number
from evidence.synthesis.arguments.rules import (
    effects,
    effects_or_numbers,
    estimator_name,
    fit,
    fraction,
    fractions,
    labels,
    levels,
    mapping,
    measure_or_name,
    moderators,
    path_or_table,
    text,
    truth,
    whole_number,
    whole_numbers,
)
from evidence.synthesis.errors import SynthesisError, raise_all, table
from evidence.synthesis.results import Effects

Rule = Callable[[Any, str], Any]
Analysis = TypeVar("Analysis", bound=Callable[..., Any])

NUMERIC = (
    "vi", "ai", "bi", "n1i", "ci", "di", "n2i", "x1i", "t1i", "x2i", "t2i", "xi", "ni", "ti",
    "m1i", "sd1i", "m2i", "sd2i", "mi", "sdi", "ri", "events", "n", "totals", "time", "low",
    "high", "estimate", "p_value", "variance", "observed_minus_expected", "events_1", "events_2",
    "values", "sizes", "weights", "difference", "design", "rows", "q", "df", "threshold", "steps",
)  # fmt: skip
SINGLE = ("correction", "tau2", "null", "assumed_risk")
COUNTS = ("draws", "seed", "nodes", "workers")
NAMES = (
    "name", "test", "method", "zero_policy", "study_zero_policy",
    "double_zero", "rule", "predictor", "estimator", "side", "alternative",
)  # fmt: skip
SWITCHES = ("intercept", "continuity", "first_arm_better")
FITS = ("pooled", "fit", "record")

RULES: dict[str, Rule] = {
    **dict.fromkeys(NUMERIC, numbers),
    **dict.fromkeys(SINGLE, one_number),
    **dict.fromkeys(COUNTS, whole_number),
    **dict.fromkeys(NAMES, text),
    **dict.fromkeys(SWITCHES, truth),
    **dict.fromkeys(FITS, fit),
    **dict.fromkeys(("frame", "arms"), table),
    **dict.fromkeys(("table", "source"), path_or_table),
    **dict.fromkeys(("denominators", "inclusions"), mapping),
    "by": levels,
    "contours": fractions,
    "effects": effects,
    "labels": labels,
    "level": fraction,
    "measure": measure_or_name,
    "moderators": moderators,
    "order": whole_numbers,
    "tau2_method": estimator_name,
    "yi": effects_or_numbers,
}


def checked_arguments(**special: Rule) -> Callable[[Analysis], Analysis]:
    """Return the decorator that gives a function what `RULES` makes of its arguments.

    ``special``: rules of arguments whose name means something else in this function. None is
    passed on where it is the default. Raises one `SynthesisError` that lists every argument
    that breaks its rule. To be put above all other decorators.

    >>> @checked_arguments()
    ... def total(yi, level=0.95):
    ...     return yi.sum()
    >>> total([1, 2]).item()
    3.0
    >>> total([1, "a"], level=95)
    Traceback (most recent call last):
    evidence.synthesis.errors.SynthesisError: total: 2 problem(s)
      yi must hold numbers; found 'a' (position 2)
      level 95 found; a fraction between 0 and 1 is needed (0.95)
    """
    rules = RULES | special

    def decorate(analysis: Analysis) -> Analysis:
        parameters = signature(analysis).parameters.values()
        order = [
            parameter.name
            for parameter in parameters
            if parameter.kind is Parameter.POSITIONAL_OR_KEYWORD
        ]
        optional = {parameter.name for parameter in parameters if parameter.default is None}
        stated = {parameter.name for parameter in parameters}
        title = analysis.__name__.replace("_", " ")

        @wraps(analysis)
        def checked(*args: Any, **options: Any) -> Any:
            problems: list[str] = []

            def taken(name: str, value: Any) -> Any:
                if name not in rules:
                    return value
                if value is None and (name in optional or name not in stated):
                    return None
                try:
                    return rules[name](value, name)
                except SynthesisError as error:
                    problems.append(str(error))

            beyond = args[len(order) :]  # Python says that there are too many
            found = [taken(name, value) for name, value in zip(order, args, strict=False)]
            named = {name: taken(name, value) for name, value in options.items()}
            problems += _pair(dict(zip(order, found, strict=False)) | named, optional)
            raise_all(problems, title)
            return analysis(*found, *beyond, **named)

        return checked  # type: ignore[return-value]

    return decorate


def _pair(given: dict[str, Any], optional: set[str]) -> list[str]:
    """Effects come with their variances; numbers need them beside."""
    if "yi" not in given or "vi" not in optional:
        return []
    if isinstance(given["yi"], Effects):
        return ["vi: not to be given beside Effects"] if given.get("vi") is not None else []
    return ["vi is missing: the sampling variances of yi"] if given.get("vi") is None else []
