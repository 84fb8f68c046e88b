"""The arguments of the functions that are called by name: what each must be, and other names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from inspect import Parameter, signature
from typing import Any, TypeVar

from evidence.synthesis.errors import raise_all, unknown_name

Function = TypeVar("Function", bound=Callable[..., Any])

# Arguments of metafor's rma and of R meta's metabin, metaprop and metagen -> what is meant here.
OF_OTHER_PROGRAMS = {
    "sm": 'measure="RR"',
    "method": 'tau2_method="REML", or model="mantel_haenszel" ... for the method of pooling',
    "method_tau": 'tau2_method="REML"',
    "hakn": 'test="knapp_hartung"',
    "knha": 'test="knapp_hartung"',
    "method_random_ci": 'test="knapp_hartung"',
    "fixed": 'model="common"',
    "common": 'model="common"',
    "random": 'model="random"',
    "data": "the table as the first argument",
    "studlab": "a column study of the table",
    "slab": "a column study of the table",
    "add": "zero_policy",
    "to": "zero_policy",
    "drop00": "zero_policy",
    "incr": "zero_policy",
    "method_incr": "zero_policy",
    "level_ma": "level=0.95",
    "level_comb": "level=0.95",
    "conf_level": "level=0.95",
    "ci": "level=0.95",
    "alpha": "level=0.95",
    "byvar": "evidence.subgroups(fit, by), or by= for separate meta-analyses",
    "subgroup": "evidence.subgroups(fit, by), or by= for separate meta-analyses",
    "mods": "evidence.meta_regression(fit, moderators)",
    "prediction": "evidence.prediction_interval(fit)",
}

# Argument -> the names of its classes (their modules use this one), and what a message calls them.
NEEDED = {
    "fit": (("Fit",), "the result of evidence.pool(table, measure)"),
    "frame": (("DataFrame",), "a pandas DataFrame"),
    "result": (
        ("Fit", "Subgroups", "DataFrame"),
        "the result of evidence.pool or evidence.subgroups, or a pandas DataFrame",
    ),
}


def named_arguments(function: Function) -> Function:
    """Return the function that refuses in a sentence what Python refuses as a TypeError.

    Those are an argument that it does not have (with what it is called here, where R's metafor
    or meta has it), one that is missing, and a table where a pooled result belongs.

    >>> @named_arguments
    ... def pool(table, measure, *, level=0.95): ...
    >>> pool({}, sm="RR")
    Traceback (most recent call last):
    evidence.synthesis.errors.SynthesisError: pool: 2 problem(s)
      argument 'sm' found; here it is measure="RR"
      argument 'measure' is missing
    """
    parameters = signature(function).parameters
    required = [name for name, each in parameters.items() if _is_required(each)]

    @wraps(function)
    def checked(*args: Any, **named: Any) -> Any:
        positional = [each for each in parameters.values() if each.kind is not each.KEYWORD_ONLY]
        given = dict(zip((each.name for each in positional), args, strict=False)) | named
        problems = [
            *_unknown(named, parameters),
            *(f"argument {name!r} is missing" for name in required if name not in given),
            *(problem for name in given if (problem := _unfit(name, given))),
        ]
        raise_all(problems, function.__name__.replace("_", " "))
        return function(*args, **named)

    return checked  # type: ignore[return-value]


def _is_required(parameter: Parameter) -> bool:
    several = (Parameter.VAR_KEYWORD, Parameter.VAR_POSITIONAL)
    return parameter.default is parameter.empty and parameter.kind not in several


def _unknown(named: Mapping[str, Any], parameters: Mapping[str, Parameter]) -> list[str]:
    """A problem for each name that the function does not have."""
    others = [name for name in named if name not in parameters]
    if not others or "options" in parameters:  # of the engine, which checks them
        return []
    allowed = [name for name in parameters if name != "style"]
    if "style" in parameters:
        from evidence.analysis.figure import STYLE

        allowed += STYLE
    return [_refusal(name, allowed) for name in others if name not in allowed]


def _refusal(name: str, allowed: list[str]) -> str:
    meant = OF_OTHER_PROGRAMS.get(name.replace(".", "_")) if "measure" in allowed else None
    if meant:
        return f"argument {name!r} found; here it is {meant}"
    return str(unknown_name("argument", name, allowed, ", ".join(allowed)))


def _unfit(name: str, given: Mapping[str, Any]) -> str:
    """What is wrong with a value that has to be a pooled result or a frame."""
    classes, needed = NEEDED.get(name, ((), ""))
    if not needed or {base.__name__ for base in type(given[name]).__mro__} & {*classes}:
        return ""
    return f"{name}: {type(given[name]).__name__} found; allowed: {needed}"
