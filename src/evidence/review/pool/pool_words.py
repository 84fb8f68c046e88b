"""What the command pool prints: a record in words or as JSON."""

import json
from math import isfinite, isnan
from typing import Any


def json_of(record: dict[str, Any]) -> str:
    """The record with null for what the model does not have (JSON knows no NaN and no infinity)."""

    def plain(value: Any) -> Any:
        if isinstance(value, list):
            return [{name: plain(cell) for name, cell in row.items()} for row in value]
        return None if isinstance(value, float) and not isfinite(value) else value

    return json.dumps({name: plain(value) for name, value in record.items()}, indent=1)


def words_of(record: dict[str, Any]) -> str:
    """One line per number that the model has; the weights on one line."""

    def absent(value: object) -> bool:
        return isinstance(value, float) and isnan(value)

    weighed = [row for row in record["weights"] if not absent(row["percent"])]
    weights = ", ".join(f"{row['study']} {row['percent']:.3g}" for row in weighed)
    shown = {
        name: value for name, value in record.items() if name != "weights" and not absent(value)
    }
    lines = {
        name: f"{value:.6g}" if isinstance(value, float) else value for name, value in shown.items()
    }
    lines |= {"weights_percent": weights} if weights else {}
    return "\n".join(f"{name.replace('_', ' '):16} {value}" for name, value in lines.items())
