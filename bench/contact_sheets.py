"""Contact sheets: every figure in the sizes of a journal, in colour, in grey and as seen with
deuteranopia, for a person to look at.

``make sheets``, or for some journals ``python -m bench.contact_sheets nature blood``; the sheets go
to ``exports/contact_sheets``, and what is wrong with the text of a figure to the terminal.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure
from PIL import Image, ImageDraw

from evidence.figures.canvas.journal_presets import presets
from evidence.figures.canvas.style import FigureStyle, style
from evidence.review.build.figures import figure_and_description, figure_frames
from evidence.review.core.open_review import open_review
from tests.unit.figures.diagnostics.invented_frames import KINDS, drawn
from tests.unit.figures.proof_reading import problems

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "exports" / "contact_sheets"
DPI = 100
STUDIES = 9  # of an invented example
SHEET_PX = 3600  # the height at which another sheet begins
EDGE_PX = 14
# Linear RGB as seen with deuteranopia (Machado et al. 2009, doi:10.1109/TVCG.2009.113, severity 1).
DEUTERANOPIA = np.array(
    [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ]
)
# The weights of linear red, green and blue in luminance (ITU-R BT.709).
LUMINANCE = np.array([[0.2126, 0.7152, 0.0722]] * 3)
VISIONS = {"in grey": LUMINANCE, "deuteranopia": DEUTERANOPIA}
Drawing = Callable[[FigureStyle], Figure]


def seen(picture: Image.Image, matrix: np.ndarray) -> Image.Image:
    """The picture after a matrix on its linear RGB; sRGB's curve is that of IEC 61966-2-1.

    >>> seen(Image.new("RGB", (1, 1), "white"), DEUTERANOPIA).getpixel((0, 0))
    (255, 255, 255)
    """
    coded = np.asarray(picture.convert("RGB")) / 255
    linear = np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4)
    changed = np.clip(linear @ matrix.T, 0, 1)
    again = np.where(changed <= 0.0031308, changed * 12.92, 1.055 * changed ** (1 / 2.4) - 0.055)
    return Image.fromarray(np.rint(again * 255).astype("uint8"))


def drawings() -> dict[str, Drawing]:
    """Every figure of the review that has rows, then plots of invented studies, by name."""
    review = open_review(ROOT)
    frames = {name: frame for name, frame in figure_frames(review).items() if len(frame)}

    def of_review(name: str) -> Drawing:
        return lambda made: figure_and_description(review.figures[name], frames[name], made)[0]

    def example(name: str) -> Drawing:
        frame = KINDS[name][1](STUDIES)
        return lambda made: drawn(name, frame, palette=made.palette, journal=made.preset.name)[0]

    return {name: of_review(name) for name in frames} | {
        f"{name} (example)": example(name) for name in KINDS
    }


def _picture(figure: Figure) -> Image.Image:
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=DPI, facecolor="white")
    return Image.open(buffer).convert("RGB")


def row_of(name: str, drawing: Drawing, journal: str) -> tuple[Image.Image, list[str]]:
    """One figure as four pictures side by side, and what is wrong with its text."""
    with style(journal) as made:
        figure = drawing(made)
        wrong = problems(figure, made.small_pt)
        limit = made.preset.height_limit_mm
        height = figure.get_size_inches()[1] * 25.4
        if limit is not None and height > limit:
            wrong.append(f"{height:.0f} mm high, {limit:g} mm are allowed")
        colour = _picture(figure)
    with style(journal, palette="grey") as made:
        grey = _picture(drawing(made))
    pictures = {
        "colour": colour,
        **{words: seen(colour, matrix) for words, matrix in VISIONS.items()},
        "grey palette": grey,
    }
    width = sum(picture.width + EDGE_PX for picture in pictures.values())
    row = Image.new("RGB", (width, max(p.height for p in pictures.values()) + 2 * EDGE_PX), "white")
    left = 0
    for words, picture in pictures.items():
        ImageDraw.Draw(row).text((left + 2, 1), f"{name}, {journal}: {words}", fill="black")
        row.paste(picture, (left, EDGE_PX))
        left += picture.width + EDGE_PX
    return row, wrong


def sheets(rows: list[Image.Image]) -> Iterator[Image.Image]:
    """The rows one below another, on as many sheets as they need."""
    page: list[Image.Image] = []
    for row in [*rows, None]:
        if page and (row is None or sum(r.height for r in page) + row.height > SHEET_PX):
            sheet = Image.new(
                "RGB", (max(r.width for r in page), sum(r.height for r in page)), "white"
            )
            top = 0
            for placed in page:
                sheet.paste(placed, (0, top))
                top += placed.height
            yield sheet
            page = []
        if row is not None:
            page.append(row)


def make(journals: list[str], folder: Path = FOLDER) -> list[Path]:
    """Write the sheets of these journals and print what is wrong; the paths written."""
    folder.mkdir(parents=True, exist_ok=True)
    by_name, written = drawings(), []
    for journal in journals:
        rows = []
        for name, drawing in by_name.items():
            row, wrong = row_of(name, drawing, journal)
            rows.append(row)
            for words in wrong:
                print(f"{journal}, {name}: {words}")
        for number, sheet in enumerate(sheets(rows), start=1):
            path = folder / f"{journal}_{number}.png"
            sheet.save(path)
            written.append(path)
    return written


if __name__ == "__main__":
    for path in make(sys.argv[1:] or list(presets())):
        print(path.relative_to(ROOT))
