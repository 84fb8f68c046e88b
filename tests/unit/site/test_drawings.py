"""Drawings in a page: numbers are links, and what does not draw is left out."""

from types import SimpleNamespace

from evidence.review.lineage.lineage import CODED, Source
from evidence.site.drawings import MOST_BYTES, linked
from evidence.site.figures import Figure, Figures
from evidence.site.links.find_rows import Place

DRAWING = b"""<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
 viewBox="0 0 9 9"><script>alert(1)</script><style>text {}</style><g id="axis" onclick="alert(2)">
<text x="1" y="10" style="font-family: X; fill: #fff">Trial A</text><text y="10.5">12</text>
<text y="20">Trial B</text><text y="20">12</text><text y="40">7</text>
<use xlink:href="#mark"/></g><defs><path id="mark" d="M 0 0
L 1 1"/></defs></svg>"""
ROWS = b"label,sources,estimate,events\nTrial A,outcomes:a,0.5,12\nTrial B,,0.5,12\n"
ROW = Source(CODED, "outcomes", "a")


def drawn(drawing=DRAWING, rows=ROWS):
    figures = Figures(None, {"figures/f.svg": drawing, "figures/f.csv": rows})
    places = lambda tokens, sources: {"12": Place(ROW, "events")} if "12" in tokens else {}  # noqa: E731
    chains = SimpleNamespace(
        origins=SimpleNamespace(places=places), opens=lambda words, place: {"href": "#c1"}
    )
    return linked(Figure("f", "f.svg", "T", "", 'a "forest" <plot>', ""), figures, chains).drawing


def test_a_number_on_the_line_of_a_row_with_sources_is_a_link():
    html = str(drawn())
    assert html.count("<a ") == 1
    assert '<a class="n" href="#c1"><text y="10.5">12</text></a>' in html.replace("\n", "")


def test_what_does_not_draw_is_left_out_and_styles_become_attributes():
    html = str(drawn())
    for absent in ("script", "alert", "<style", "style=", "onclick", "xlink", 'id="axis"'):
        assert absent not in html
    assert 'fill="#fff"' in html
    assert 'href="#f-mark"' in html and 'id="f-mark"' in html
    assert 'aria-label="a &quot;forest&quot; &lt;plot&gt;"' in html


def test_a_large_drawing_and_one_without_estimates_stay_files():
    assert drawn(DRAWING.ljust(MOST_BYTES)) is not None
    assert drawn(DRAWING.ljust(MOST_BYTES + 1)) is None
    assert drawn(rows=b"label,sources\nTrial A,outcomes:a\n") is None
