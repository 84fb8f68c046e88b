"""docs/api.md: every public name of `evidence`, with its signature and its documentation."""

import inspect
import re
from pathlib import Path
from typing import Any

import evidence as ev

OPENING = """# The package, name by name

`import evidence as ev` gives the names below; each page of [guide](guide/README.md) shows some of them at work. Functions of plain numbers, on the scale of analysis, are in `evidence.synthesis`."""  # noqa: E501 (a paragraph of Markdown is one line)

SECTIONS = {
    "Pool": ("pool", "subgroups", "meta_regression", "prediction_interval", "bayes"),
    "One comparison": ("compare_arms", "number_needed", "count_reported"),
    "Robustness": ("leave_one_out", "cumulative", "influence", "gosh", "multiverse"),
    "Small-study effects": ("egger", "begg", "trim_and_fill"),
    "Figures of a result": (
        *("forest", "funnel", "labbe", "baujat", "radial", "bubble"),
        *("influence_plot", "leave_one_out_plot", "cumulative_plot"),
        *("drapery", "gosh_plot", "multiverse_plot"),
    ),
    "Figures of a frame": (
        *("swimmer", "traffic_light", "traffic_light_summary"),
        *("prisma", "evidence_map"),
    ),
    "A review": ("open_review", "at_level", "read_study_table"),
    "Results and errors": (
        *("Fit", "Subgroups", "Prediction", "EvidenceFigure", "SynthesisError"),
        "CaseLevelError",
        "HalfNormal",
        "HalfCauchy",
    ),
}


def _signature(name: str, thing: Any) -> str:
    if isinstance(thing, type):
        return f"class ev.{name}"
    shown = re.sub(r"(: |-> )'([^']*)'", r"\1\2", str(inspect.signature(thing)))
    return f"ev.{name}{shown}"


def _fenced(documentation: str) -> str:
    """Examples as blocks of Python, headings of numpydoc in bold, what they explain as lists."""
    text = re.sub(r"^(\w[\w ]*)\n-{3,}$", r"**\1**\n", documentation, flags=re.M)
    text = re.sub(r"^(\w[\w, ]*) : ", r"- `\1`: ", text, flags=re.M)
    text = re.sub(r":(?:class|func|mod|data):`~?([^`]+)`", r"`\1`", text)
    return re.sub(
        r"(?:^>>> .*(?:\n(?!\n).*)*)", lambda found: f"```pycon\n{found[0]}\n```", text, flags=re.M
    )


def _entry(name: str) -> str:
    thing = getattr(ev, name)
    documentation = _fenced(inspect.getdoc(thing) or "")
    return f"### {name}\n\n```python\n{_signature(name, thing)}\n```\n\n{documentation}"


def page(root: Path) -> str:
    """The page, from the documentation in the code; ``root`` is not read."""
    parts = [OPENING]
    for heading, names in SECTIONS.items():
        parts += [f"## {heading}", *map(_entry, names)]
    return "\n\n".join(parts) + "\n"
