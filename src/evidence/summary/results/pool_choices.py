"""What a review pools, as its section ``pools`` of review.toml says."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Further:
    """Populations that a sensitivity analysis lets in besides those of the main analysis.

    Attributes
    ----------
    name : of the analysis. exclusions : codes of pool_exclusions that are let in.
    """

    name: str
    exclusions: tuple[str, ...]


@dataclass(frozen=True)
class Stratum:
    """The populations of one kind: the name of the analysis, and a code of populations."""

    name: str
    population: str


@dataclass(frozen=True)
class Denominators:
    """An outcome among those with another outcome, and among all who were treated.

    Attributes
    ----------
    outcome : code of the outcome among responders. response : code of the outcome that they had;
        its denominators are all who were treated.
    """

    outcome: str = ""
    response: str = ""


@dataclass(frozen=True)
class Pools:
    """The section ``pools``.

    Attributes
    ----------
    outcome : code of the outcome whose pooled proportion is examined: without each study, in every
        subset, under every specification, by other systems' defaults.
    further, strata : analyses besides the main one. denominators : an outcome with two of them.
    """

    outcome: str = ""
    further: tuple[Further, ...] = ()
    strata: tuple[Stratum, ...] = ()
    denominators: Denominators = Denominators()
