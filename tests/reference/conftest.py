"""The reference answers of metafor, and a ledger that compares and reports the worst difference."""

from __future__ import annotations

import json
import lzma
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

FIXTURE = Path(__file__).parent / "metafor.json.xz"

# Relative tolerances the reference deserves, see README.md.
TOLERANCES = {
    "closed": 1e-10,  # effects, EE, DL, HE, HS, SJ, Mantel-Haenszel, Peto, rank test
    "iterated": 1e-8,  # ML, REML, EB, PM and everything refitted with them
    "badly_scaled": 1e-7,  # meta-regression on columns such as an uncentred year
    "glmm": 1e-5,  # optimisers: estimates and standard errors
    "glmm_tau2": 1e-4,
    "permutation": 1e-12,
}


def numbers(values) -> np.ndarray:
    """JSON to floats: null is NaN, "Inf" and "-Inf" are infinite."""
    if isinstance(values, list):
        return np.array([numbers(value) for value in values], float)
    return np.float64(np.nan if values is None else values)


@dataclass(frozen=True)
class Case:
    """One reference case with the data it names."""

    id: str
    type: str
    args: dict
    result: dict
    dataset: dict
    yi: np.ndarray | None
    vi: np.ndarray | None
    measure: str | None
    suspect: dict | None

    @property
    def column(self) -> dict[str, np.ndarray]:
        """The raw table, as floats."""
        return {name: numbers(values) for name, values in self.dataset["input"].items()}

    @property
    def design(self) -> np.ndarray:
        """The design matrix the case names."""
        (found,) = [d for d in self.dataset["designs"] if d["id"] == self.args["design"]]
        return numbers(found["X"])


class Oracle:
    """All data sets, and their cases by type."""

    def __init__(self, document: dict):
        self.meta, self.datasets = document["meta"], document["datasets"]

    def cases(self, kind: str) -> list[Case]:
        return [
            self._case(dataset, raw)
            for dataset in self.datasets
            for raw in dataset["cases"]
            if raw["type"] == kind
        ]

    def counts(self) -> dict[str, int]:
        found: dict[str, int] = {"effects": sum(len(d["effects"]) for d in self.datasets)}
        for dataset in self.datasets:
            for raw in dataset["cases"]:
                found[raw["type"]] = found.get(raw["type"], 0) + 1
        return found

    @staticmethod
    def _case(dataset: dict, raw: dict) -> Case:
        effect = next((e for e in dataset["effects"] if e["id"] == raw.get("effect")), None)
        yi, vi = (numbers(effect["yi"]), numbers(effect["vi"])) if effect else (None, None)
        measure = effect["measure"] if effect else (raw["args"] or {}).get("measure")
        return Case(
            raw["id"],
            raw["type"],
            raw["args"] or {},
            raw["result"],
            dataset,
            yi,
            vi,
            measure,
            raw.get("suspect"),
        )


@dataclass
class Ledger:
    """Collects comparisons; `settle` fails with all of them and reports the worst."""

    name: str
    record_property: object
    compared: int = 0
    cases: set = field(default_factory=set)
    worst: float = 0.0
    where: str = ""
    wrong: list[str] = field(default_factory=list)

    def check(
        self, case: str, what: str, computed, expected, tolerance: float, absolute: float = 0.0
    ):
        """Compare as |ours - theirs| <= tolerance * |theirs| + absolute; NaN equals NaN only."""
        computed, expected = np.asarray(computed, float), numbers(expected)
        if computed.shape != expected.shape:
            self.wrong.append(f"{case} {what}: shape {computed.shape}, reference {expected.shape}")
            return
        same = (computed == expected) | (np.isnan(computed) & np.isnan(expected))
        with np.errstate(invalid="ignore", over="ignore"):
            gap = np.where(same, 0.0, np.abs(computed - expected))
            share = gap / np.maximum(tolerance * np.abs(expected) + absolute, 1e-300)
        share = np.where(same, 0.0, np.where(np.isnan(share), np.inf, share))
        self.compared += computed.size
        self.cases.add(case)
        # in units of the relative tolerance, so that absolute floors do not hide anything
        largest = float(np.max(share, initial=0.0)) * tolerance
        if largest > self.worst:
            self.worst, self.where = largest, f"{case} {what}"
        if largest > tolerance:
            self.wrong.append(f"{case} {what}: {computed} reference {expected} ({largest:.1e})")

    def settle(self, cases: int | None = None):
        """Fail if anything differed, or if fewer than `cases` cases were compared."""
        line = f"{self.name}: {len(self.cases)} cases, {self.compared} numbers, "
        line += f"worst relative difference {self.worst:.1e} ({self.where})"
        self.record_property("reference", line)
        print(line)
        shown = "\n".join(self.wrong[:40])
        assert not self.wrong, f"{len(self.wrong)} of {self.compared} differ\n{shown}"
        assert cases is None or len(self.cases) >= cases, f"only {len(self.cases)} cases compared"


@pytest.fixture(scope="session")
def oracle() -> Oracle:
    return Oracle(json.loads(lzma.decompress(FIXTURE.read_bytes())))


@pytest.fixture(scope="session")
def tolerances() -> dict[str, float]:
    return TOLERANCES


@pytest.fixture
def ledger(record_property):
    """Return a maker of ledgers: `ledger("rma.uni")`."""
    return lambda name: Ledger(name, record_property)


def pytest_terminal_summary(terminalreporter):
    lines = [
        text
        for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed")
        for name, text in getattr(report, "user_properties", [])
        if name == "reference"
    ]
    if lines:
        terminalreporter.section("worst difference from the reference, by type")
        for line in sorted(set(lines)):
            terminalreporter.line(line)
