"""How many planted errors does the audit find, and how often does it cry wolf?

    python -m bench.planted_errors.sensitivity            the full run, written to
    docs/audit_planted.md

Each copy of the coded tables has one error of :mod:`bench.planted_errors.plant`. A finding that the
original does not have and that does not rest on a touched row is a false alarm.
"""

from pathlib import Path

import numpy as np
import pandas as pd

from bench.planted_errors.plant import Planted
from bench.planted_errors.planters import planters
from evidence.audit.claims.verdicts import claim_verdicts
from evidence.audit.core.findings import Frames
from evidence.audit.run_audit import find_all
from evidence.harmonise.doses import harmonise_doses
from evidence.harmonise.laboratory import harmonise_laboratory
from evidence.harmonise.timeline import harmonise_timeline
from evidence.review.core.definitions import definitions_in

CHECKS = tuple(definitions_in(Path(__file__).parents[2]).checks.values())  # of this review
SEED, COPIES = 20260101, 9  # copies a planter
ATTEMPTS = 5  # draws before a planter is taken to have no row left


def _timeline(coded: Frames) -> pd.DataFrame:
    return harmonise_timeline(coded["timeline"])


def _doses(coded: Frames) -> pd.DataFrame:
    return harmonise_doses(coded["doses"], coded["dose_schedule"], coded["dose_limits"])


def _laboratory(coded: Frames) -> pd.DataFrame:
    return harmonise_laboratory(coded["laboratory"], coded["analytes"])


HARMONISED = {"timeline": _timeline, "doses": _doses, "laboratory": _laboratory}
INPUTS = HARMONISED | {"claim_verdicts": claim_verdicts}  # derived tables that the audit reads


def audit_inputs(coded: Frames) -> Frames:
    """The derived tables that the audit reads: timeline, doses, laboratory, claim verdicts."""
    return {name: make(coded) for name, make in INPUTS.items()}


def _again(coded: Frames, original: Frames, derived: Frames) -> Frames:
    """Derived tables of a copy; harmonised ones only where their coded table changed."""
    harmonised = {
        name: derived[name] if coded[name] is original[name] else make(coded)
        for name, make in HARMONISED.items()
    }
    return harmonised | {"claim_verdicts": claim_verdicts(coded)}


def _outcome(
    planted: Planted, check: str, coded: Frames, derived: Frames, known: frozenset[str]
) -> dict:
    found = find_all(planted.tables, _again(planted.tables, coded, derived), CHECKS)
    new = found[~found["finding_id"].isin(known)]
    concerns = (
        new["sources"]
        .map(lambda sources: not planted.keys.isdisjoint(sources.split()))
        .astype(bool)
    )
    raised = new.loc[concerns, "check"]
    return {
        "found": len(raised) > 0,
        "found_by_check": bool((raised == check).any()),
        "by": ", ".join(dict.fromkeys(raised)),
        "false_alarms": ", ".join(new.loc[~concerns, "finding_id"]),
        "change": planted.change,
    }


def plant_all(
    coded: Frames, copies: int = COPIES, seed: int = SEED, checks: frozenset[str] | None = None
) -> pd.DataFrame:
    """One row per mutated copy.

    Parameters
    ----------
    copies : a planter. checks : only planters meant for these; all where not given.

    Returns
    -------
    kind, check (the one meant to find it), change (what was done), found (by any check, on the
    touched
    rows), found_by_check, by (checks that found it), false_alarms (finding ids, empty if none).
    """
    derived = audit_inputs(coded)
    original = find_all(coded, derived, CHECKS)
    known = frozenset(original["finding_id"])
    used = frozenset(" ".join(original["sources"]).split())
    verdicts = derived["claim_verdicts"]
    supported = frozenset(verdicts.loc[verdicts["verdict"] == "supported", "claim_id"])
    rows = []
    for number, planter in enumerate(planters(supported)):
        if checks is not None and planter.check not in checks:
            continue
        rng = np.random.default_rng([seed, number])
        for _ in range(copies):
            planted = next(
                (made for _ in range(ATTEMPTS) if (made := planter.plant(coded, used, rng))), None
            )
            if planted:
                rows.append(
                    {
                        "kind": planter.kind,
                        "check": planter.check,
                        **_outcome(planted, planter.check, coded, derived, known),
                    }
                )
    return pd.DataFrame(rows)


def summary(planted: pd.DataFrame, by: str) -> pd.DataFrame:
    """Copies, errors found, sensitivity in percent and false alarms, by ``kind`` or ``check``."""
    groups = planted.assign(alarm=planted["false_alarms"] != "").groupby(by, sort=False)
    table = groups.agg(
        copies=("found", "size"),
        found=("found", "sum"),
        found_by_check=("found_by_check", "sum"),
        false_alarms=("alarm", "sum"),
    ).reset_index()
    return table.assign(sensitivity_percent=(100 * table["found"] / table["copies"]).round(1))


def markdown(table: pd.DataFrame) -> str:
    """A table of a page."""
    lines = [
        "| " + " | ".join(str(cell).replace("|", "\\|") for cell in row) + " |"
        for row in table.itertuples(index=False)
    ]
    return "\n".join(
        ["| " + " | ".join(table.columns) + " |", "|" + "---|" * table.shape[1], *lines]
    )


def page(planted: pd.DataFrame) -> str:
    """docs/audit_planted.md."""
    alarms = planted.loc[planted["false_alarms"] != "", ["kind", "change", "false_alarms"]]
    missed = planted.loc[~planted["found"], ["kind", "check", "change"]]
    return (
        "\n\n".join(
            [
                "# Planted errors",
                (
                    f"{len(planted)} copies of the coded tables, each with one error (seed "
                    f"{SEED}). {int(planted['found'].sum())} were found "
                    f"({100 * planted['found'].mean():.1f}%); {len(alarms)} copies had a "
                    f"finding that the error does not explain."
                ),
                (
                    "`found` is by any check on the rows touched, `found_by_check` by the "
                    "check that is meant for it. Made by `python -m "
                    "bench.planted_errors.sensitivity`."
                ),
                "## By kind",
                markdown(summary(planted, "kind")),
                "## By check",
                markdown(summary(planted, "check")),
                "## Missed",
                markdown(missed) if len(missed) else "None.",
                "## False alarms",
                markdown(alarms) if len(alarms) else "None.",
            ]
        )
        + "\n"
    )


if __name__ == "__main__":
    from evidence.coded.dictionary import read_dictionary
    from evidence.coded.load import find_problems, typed

    root = Path.cwd()
    tables = read_dictionary(root / "data")
    read = {
        name: typed(frame, tables[name]) for name, frame in find_problems(root / "data")[0].items()
    }
    (root / "docs" / "audit_planted.md").write_text(page(plant_all(read)), encoding="utf-8")
