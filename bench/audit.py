"""The whole audit: of the shipped tables, and of clean synthetic ones up to a million rows."""

from pathlib import Path

from bench.planted_errors.clean_tables import CODED, clean_tables, repeated
from bench.planted_errors.sensitivity import CHECKS, audit_inputs
from bench.timing import Row, fastest
from evidence.audit.claims.verdicts import claim_verdicts
from evidence.audit.run_audit import find_all
from evidence.coded.dictionary import read_dictionary
from evidence.coded.load import find_problems, typed

DATA = Path(__file__).parents[1] / "data"
HARMONISED = ("timeline", "doses", "laboratory")
REPORTS, TIMES = 200, (1, 10, 100)  # 200 reports are about 10 000 rows


def _shipped():
    tables = read_dictionary(DATA)
    return {name: typed(frame, tables[name]) for name, frame in find_problems(DATA)[0].items()}


def _rows(coded) -> int:
    return sum(len(coded[name]) for name in CODED)


def _large(coded, derived, times: int) -> Row:
    many = {**coded, **repeated({name: coded[name] for name in CODED}, times)}
    made = repeated({name: derived[name] for name in HARMONISED}, times)
    # The verdicts are computed once per build, for the audit as for the tables: they count too.
    seconds = fastest(
        lambda: find_all(many, made | {"claim_verdicts": claim_verdicts(many)}, CHECKS), repeats=1
    )
    rows = _rows(many)
    return Row(
        f"audit of {rows:,} synthetic rows",
        seconds,
        asked="linear in rows",
        note=f"{1e6 * seconds / rows:.1f} µs a row",
    )


def measure() -> list[Row]:
    coded = _shipped()
    derived = audit_inputs(coded)
    first = Row(
        f"audit of the shipped tables, {_rows(coded):,} rows",
        fastest(
            lambda: find_all(coded, derived | {"claim_verdicts": claim_verdicts(coded)}, CHECKS)
        ),
        asked="under 1 s",
    )
    clean = clean_tables(coded, REPORTS)
    made = audit_inputs(clean)
    return [first, *(_large(clean, made, times) for times in TIMES)]
