"""What is added to cells when a study has a zero, as a stated policy.

============== ============================================================
``none``       nothing; a study that cannot be expressed becomes absent
``only0``      the constant to every cell of the studies with a zero cell
``if0all``     the constant to every cell of all studies if any has a zero
``all``        the constant to every cell of all studies
``treatment_arm`` studies with a zero only: each arm's constant is in proportion
               to the inverse of the other arm's size and the two sum to twice the
               constant (Sweeting 2004, doi:10.1002/sim.1761)
============== ============================================================
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

import numpy as np

from evidence.synthesis.errors import SynthesisError

Corrected = tuple[tuple[np.ndarray, ...], np.ndarray]  # the cells, and which were changed
POLICIES = ("none", "only0", "if0all", "all", "treatment_arm")


def check_policy(policy: str, constant: float, allowed: Sequence[str] = POLICIES) -> None:
    """Refuse an unknown policy, or a constant that is not finite and at least 0.

    >>> check_policy("only0", 0.5)
    """
    if policy not in allowed:
        raise SynthesisError(f"zero_policy {policy!r} found; allowed: {', '.join(allowed)}")
    if not 0 <= constant < np.inf:
        raise SynthesisError(f"correction {constant!r} found; a finite number >= 0 is needed")


def studies_to_correct(cells: Sequence[np.ndarray], policy: str) -> np.ndarray:
    """Return which studies get the constant, from their cells (shape (..., k) each).

    >>> cells = (np.array([0.0, 3.0]), np.array([9.0, 6.0]))
    >>> studies_to_correct(cells, "only0"), studies_to_correct(cells, "if0all")
    (array([ True, False]), array([ True,  True]))
    """
    seen = ~np.isnan(reduce(np.add, cells))
    zero = np.any([cell == 0 for cell in cells], axis=0) & seen
    if policy in ("only0", "treatment_arm"):
        return zero
    if policy == "if0all":
        return seen & zero.any(axis=-1, keepdims=True)
    return seen if policy == "all" else np.zeros_like(zero)


def two_by_two(
    ai: np.ndarray, n1i: np.ndarray, ci: np.ndarray, n2i: np.ndarray, policy: str, constant: float
) -> Corrected:
    """Return the four cells after the policy and the mask of corrected studies.

    >>> (a, b, c, d), hit = two_by_two(
    ...     *(np.array([x]) for x in (0.0, 10.0, 2.0, 30.0)), "treatment_arm", 0.5
    ... )
    >>> a, c, hit
    (array([0.25]), array([2.75]), array([ True]))
    """
    cells = (ai, n1i - ai, ci, n2i - ci)
    hit = studies_to_correct(cells, policy)
    first, second = constant, constant
    if policy == "treatment_arm":
        first, second = (2 * constant * n / (n1i + n2i) for n in (n1i, n2i))
    add = (np.where(hit, first, 0.0),) * 2 + (np.where(hit, second, 0.0),) * 2
    return tuple(cell + more for cell, more in zip(cells, add, strict=True)), hit


def with_constant(cells: Sequence[np.ndarray], policy: str, constant: float) -> Corrected:
    """Return the cells of one arm, or of two event counts, after the policy, and the mask.

    >>> (x, other), hit = with_constant((np.array([0.0, 3.0]), np.array([9.0, 6.0])), "only0", 0.5)
    >>> x, other
    (array([0.5, 3. ]), array([9.5, 6. ]))
    """
    check_policy(policy, constant, POLICIES[:4])
    hit = studies_to_correct(cells, policy)
    return tuple(cell + np.where(hit, constant, 0.0) for cell in cells), hit
