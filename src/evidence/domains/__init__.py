"""Fields of medicine: what belongs to one of them and to no review without it.

A field is a package here that exports ``DEFINITIONS``; a review switches it on in review.toml.
"""

import pkgutil
from importlib import import_module

from evidence.domains.definitions import Definitions
from evidence.errors import EvidenceError


class NoSuchDomain(EvidenceError, LookupError):
    """A field of medicine that the package does not have."""


def domain_names() -> list[str]:
    """Names of the fields that a review may switch on.

    >>> domain_names()
    ['haematology']
    """
    return [module.name for module in pkgutil.iter_modules(__path__) if module.ispkg]


def definitions_of(domain: str) -> Definitions:
    """What a field of medicine defines.

    Raises
    ------
    NoSuchDomain : there is none of this name.
    """
    if domain not in domain_names():
        allowed = ", ".join(domain_names())
        raise NoSuchDomain(f"review.toml, domains: found {domain!r}; allowed: {allowed}")
    definitions: Definitions = import_module(f"{__name__}.{domain}").DEFINITIONS
    return definitions
