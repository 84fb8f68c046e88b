"""Draw the kinds of figure that the review has no figure of, from an invented set of trials.

Run from the folder of the project: ``python -m docs.figures.make_examples``.
"""

import shutil
import tempfile
from inspect import signature
from pathlib import Path

from docs.figures.example_frames import (
    ARMS,
    LARGEST,
    LIGHTS,
    MEASURE,
    OUTCOME,
    STUDIES,
    TRIALS,
    WHOLE,
    appraisal_rows,
    baujat_rows,
    bubble_line,
    cumulative_rows,
    drapery_rows,
    forest_rows,
    funnel_rows,
    gosh_rows,
    influence_rows,
    labbe_curve,
    labbe_rows,
)
from evidence.figures import forest
from evidence.figures.canvas.export import export
from evidence.figures.canvas.style import style
from evidence.figures.diagnostics import (
    baujat,
    bubble,
    drapery,
    funnel,
    gosh,
    influence_panel,
    labbe,
    radial,
)
from evidence.figures.forest import cumulative
from evidence.figures.risk_of_bias import summary, traffic_light

HERE = Path(__file__).resolve().parent
DPI = 150
SIZES = {
    "labbe": ("single", 84),
    "radial": ("one_and_a_half", 85),
}  # a square for risks against risks


def examples() -> dict[str, tuple]:
    """Every example by name: kind, frame, arguments of ``draw`` and arguments of ``describe``."""
    named, sized = {"measure": MEASURE}, {"measure": MEASURE, "summary": float(WHOLE.estimate)}
    ages = {"measure": MEASURE, "moderator": "Mean age (years)"}
    sides = {"favours": ("favours new", "favours old"), "lights": LIGHTS, **named}
    rows = {"x": TRIALS["age_years"], "weight": WHOLE.weights}
    signal = STUDIES.assign(
        precision=1 / STUDIES["std_error"], z=STUDIES["estimate"] / STUDIES["std_error"]
    )
    judged = {"instrument": "rob2", "rows": ("invented trial", "invented trials")}
    return {
        "appraisal": (traffic_light, appraisal_rows(), {"instrument": "rob2"}, judged),
        "appraisal_summary": (summary, appraisal_rows(), {"instrument": "rob2"}, judged),
        "forest": (forest, forest_rows(), {"arms": ARMS, **sides}, sides),
        "funnel": (funnel, funnel_rows(), sized, sized),
        "baujat": (baujat, baujat_rows(), {}, {}),
        "gosh": (gosh, gosh_rows(), {**named, "study": LARGEST}, {**named, "study": LARGEST}),
        "influence_panel": (influence_panel, influence_rows(), {}, {}),
        "labbe": (
            labbe,
            labbe_rows(),
            {"arms": ARMS, "curve": labbe_curve(), "curve_words": "pooled risk ratio"},
            {"arms": ARMS},
        ),
        "radial": (radial, signal, sized, sized),
        "cumulative": (cumulative, cumulative_rows(), named, named),
        "drapery": (drapery, drapery_rows(), named, named),
        "bubble": (bubble, STUDIES.assign(**rows), {"line": bubble_line(), **ages}, ages),
    }


def draw_example(name: str, figure_style):
    """The drawn figure of one example and its description, in the style of the block we are in."""
    kind, frame, options, words = examples()[name]
    figure = figure_style.figure(*SIZES.get(name, ("double", 85)))
    kind.draw(figure, frame, **options)
    asked = {"outcome": OUTCOME} if "outcome" in signature(kind.describe).parameters else {}
    return figure, kind.describe(frame, **asked, **words)


def make(folder: Path = HERE) -> list[Path]:
    """Write every example as PNG into ``folder``; the paths written."""
    written = []
    with tempfile.TemporaryDirectory() as aside:
        for name, (_, frame, _, _) in examples().items():
            with style() as figure_style:
                figure, description = draw_example(name, figure_style)
                paths = export(
                    figure,
                    name,
                    aside,
                    description=description,
                    data=frame,
                    formats=["png"],
                    dpi=DPI,
                )
            written.append(Path(shutil.copy(paths["png"], folder / f"{name}.png")))
    return written


if __name__ == "__main__":
    for path in make():
        print(path.name)
