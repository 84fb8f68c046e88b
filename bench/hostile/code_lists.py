"""Code lists that are well formed and wrong: limits, units, circles, words of nothing."""

from collections.abc import Iterator

from bench.hostile.variant import Damage, Variant, cell, rows_of

FOLDER = "data/vocabulary"


def _of(name: str, column: str, value: str, row: int = 1) -> tuple[Damage, tuple[str, ...]]:
    return cell(f"{FOLDER}/{name}.csv", column, value, row), (name, column)


def _circle(rows: list[list[str]]) -> list[list[str]]:
    """A measure that is a part of its own part."""
    first = dict(zip(rows[0], rows[1], strict=True))
    turned = first | {"code": "zzz", "whole": first["part"], "part": first["whole"]}
    return [*rows, [turned[name] for name in rows[0]]]


WRONG: dict[str, tuple[Damage, tuple[str, ...]]] = {
    "analytes, low above high": _of("analytes", "plausible_low", "9000"),
    "analytes, a limit that is no number": _of("analytes", "plausible_high", "much"),
    "analytes, an unknown unit": _of("analytes", "canonical_unit", "smoots"),
    "analytes, a broken unit": _of("analytes", "canonical_unit", "g/(dL"),
    "dose_limits, a unit of another kind": _of("dose_limits", "unit", "g/dL"),
    "dose_limits, an unknown unit": _of("dose_limits", "unit", "smoots"),
    "dose_limits, a limit below 0": _of("dose_limits", "highest", "-1"),
    "dose_limits, a limit that is no number": _of("dose_limits", "highest", "high"),
    "dose_limits, an unknown agent": _of("dose_limits", "agent", "zzz"),
    "label_limits, a limit that is no number": _of("label_limits", "value", "six"),
    "label_limits, a limit missing": (
        rows_of(f"{FOLDER}/label_limits.csv", lambda rows: rows[:1] + rows[2:]),
        ("label_limits", "cycles"),
    ),
    "dose_schedule, an unknown agent": _of("dose_schedule", "agent", "zzz"),
    "measure_parts, a circle": (
        rows_of(f"{FOLDER}/measure_parts.csv", _circle), ("measure_parts",)),
    "measure_parts, a part of itself": _of("measure_parts", "part", "cr_or_cri"),
    "measure_parts, an unknown part": _of("measure_parts", "part", "zzz"),
    "set_parents, an unknown set": _of("set_parents", "analysis_set", "zzz"),
    "set_parents, an unknown measure": _of("set_parents", "counted_by", "zzz"),
    "incompatible_responses, an unknown response": _of("incompatible_responses", "first", "zzz"),
    "incompatible_responses, a severity unknown": _of("incompatible_responses", "severity", "bad"),
    "severity_words, an unknown event": _of("severity_words", "event", "zzz"),
    "subject_terms, an unknown subject": _of("subject_terms", "subject", "zzz"),
    "appraisal_items, an unknown tool": _of("appraisal_items", "tool", "zzz"),
}  # fmt: skip


def code_list_variants() -> Iterator[Variant]:
    """Yield every wrong code list."""
    for name, (damage, words) in WRONG.items():
        yield Variant("code lists", name, damage, ("check",), words)
