"""Every clinical figure with 1, 2 and 60 rows, odd names and nothing known: whole, readable, the
same bytes.
"""

import re

import pandas as pd
import pytest

from evidence.figures import mrd as mrd_trajectories
from evidence.figures import swimmer
from evidence.figures.canvas.check_frame import FrameError
from evidence.figures.canvas.export import export
from evidence.figures.canvas.style import style
from evidence.figures.overview import (
    citation_network,
    evidence_map,
    patient_timeline,
    prisma,
    treatment_sequence,
)
from evidence.figures.overview import claim_verdicts as claims_verdict
from evidence.figures.risk_of_bias import summary as appraisal_summary
from evidence.figures.risk_of_bias import traffic_light as appraisal
from tests.unit.figures import proof_reading as proof


def swimmer_rows(names):
    rows = []
    for i, name in enumerate(names):
        rows += [
            {
                "lane": name,
                "row_type": "lane",
                "note": "VOD/SOS on inotuzumab: not reported\nVOD/SOS after HSCT: no",
            },
            {
                "lane": name,
                "row_type": "phase",
                "kind": "inotuzumab",
                "step": 1,
                "until_step": 3,
                "day_low": 0,
                "day_high": 0,
                "basis": "printed",
            },
            {
                "lane": name,
                "row_type": "phase",
                "kind": "transplant",
                "step": 3,
                "until_step": 5,
                "day_low": 40 + i,
                "day_high": 50 + i,
                "basis": "inferred",
            },
            {
                "lane": name,
                "row_type": "event",
                "kind": "dose",
                "step": 1,
                "day_low": 0,
                "day_high": 0,
                "basis": "printed",
            },
            {"lane": name, "row_type": "event", "kind": "vod_sos", "step": 4},
            {
                "lane": name,
                "row_type": "event",
                "kind": "transplant",
                "step": 3,
                "day_low": 40 + i,
                "day_high": 50 + i,
                "basis": "inferred",
            },
            {"lane": name, "row_type": "response", "kind": "mrd", "result": "reduced", "step": 2},
            {"lane": name, "row_type": "end", "kind": "alive", "step": 5},
        ]
    return pd.DataFrame(rows).assign(sources="timeline:invented")


def swimmer_bare(names):
    return pd.DataFrame(
        [
            {
                "lane": name,
                "row_type": "event",
                "kind": "dose",
                "result": None,
                "step": 1,
                "day_low": None,
                "day_high": None,
                "basis": None,
                "sources": "",
            }
            for name in names
        ]
    ).astype({"day_low": float, "day_high": float})


def mrd_rows(names):
    rows = []
    for name in names:
        rows += [
            {
                "patient": name,
                "panel": "Flow",
                "scale": "share",
                "period": "before",
                "step": 1,
                "state": "level",
                "value": 0.016,
                "label": "1.6%",
            },
            {
                "patient": name,
                "panel": "Flow",
                "scale": "share",
                "period": "during",
                "step": 2,
                "state": "not_detected",
                "sensitivity": 1e-6,
                "label": "10⁻⁶",
            },
            {
                "patient": name,
                "panel": "Ratio",
                "scale": "ratio",
                "period": "during",
                "step": 2,
                "state": "at_or_above",
                "value": 0.003,
                "label": "0.003 copies",
            },
            {
                "patient": name,
                "panel": "Unknown assay",
                "scale": "share",
                "period": "after_transplant",
                "step": 3,
                "state": "term_only",
            },
        ]
    return pd.DataFrame(rows).assign(sources="assessments:invented")


def mrd_bare(names):
    return pd.DataFrame(
        [
            {
                "patient": name,
                "panel": "Method not stated",
                "scale": "share",
                "period": "during",
                "step": 1,
                "state": "not_detected",
                "value": None,
                "sensitivity": None,
                "label": None,
                "sources": "",
            }
            for name in names
        ]
    ).astype({"value": float, "sensitivity": float})


def sequence_rows(names):
    rows = [
        {
            "patient": name,
            "position": place,
            "therapy": therapy,
            "response": response,
            "result": result,
        }
        for name in names
        for place, therapy, response, result in (
            (-1, "chemotherapy", "Morphological remission", "absent"),
            (0, "inotuzumab", None, "not_reported"),
            (1, "transplant", "Relapse", "present"),
        )
    ]
    return pd.DataFrame(rows).assign(sources="therapies:invented")


def map_rows(names):
    return pd.DataFrame(
        [
            {"row": name, "column": column, "count": (i + j) % 3, "of": 2}
            for i, name in enumerate(names)
            for j, column in enumerate(("Report A", "Report B with a longer name"))
        ]
    ).assign(sources="events:invented")


def timeline_rows(names):
    rows = [
        {
            "case": name,
            "kind": kind,
            "label": (
                f"{kind} of a patient, told in more words than one line of a narrow strip can hold"
            ),
            "period": period,
            "date": date,
            "day": day,
        }
        for name in names
        for kind, period, date, day in (
            ("diagnosis", "before", "", ""),
            ("relapse", "before", "Dec 2020", "−35 to −5"),
            ("inotuzumab", "after", "5 Jan 2021", "0"),
        )
    ]
    return pd.DataFrame(rows).assign(sources="timeline:invented")


def citation_rows(names):
    rows = [
        {
            "report": name,
            "study": f"{name}, study {j}" if j else "Shared study",
            "family": "One trial" if j < 2 else None,
            "number": i + j,
        }
        for i, name in enumerate(names[:12])
        for j in range(4)
    ]
    return pd.DataFrame(rows).drop_duplicates("study").assign(sources="citations:invented")


def claim_rows(names):
    verdicts = list(claims_verdict.VERDICTS)
    return pd.DataFrame(
        [
            {
                "document": name,
                "claim": f"remission: {i + j}%, as nobody said",
                "verdict": verdicts[(i + j) % len(verdicts)],
                "finding": None,
            }
            for i, name in enumerate(names)
            for j in range(3)
        ]
    ).assign(sources="claims:invented")


def flow_rows(names):
    reasons = "; ".join(f"{name}, 3" for name in names[:3])
    rows = [
        ("database_results", 60.0, ""),
        ("records_screened", 55.0, ""),
        ("records_excluded", 40.0, ""),
        ("dbr_assessed", 15.0, ""),
        ("dbr_excluded", 9.0, reasons + ";"),
        ("new_studies", 6.0, ""),
        ("citations_results", None, "not searched"),
    ]
    return pd.DataFrame(rows, columns=["variable", "n", "text"]).assign(
        sources="screening:invented"
    )


def appraisal_rows(names):
    judgements = ["yes", "no", "unclear", "not applicable", None]
    return pd.DataFrame(
        [
            {
                "study": name,
                "item": str(j + 1),
                "item_label": f"Is item {j + 1} of this invented list answered well?",
                "judgement": judgements[(i + j) % 5],
            }
            for i, name in enumerate(names)
            for j in range(8)
        ]
    ).assign(sources="appraisal:invented")


KINDS = {
    "swimmer": (swimmer, swimmer_rows, {"break_day": 28}),
    "swimmer without days": (swimmer, swimmer_bare, {}),
    "mrd": (mrd_trajectories, mrd_rows, {}),
    "mrd without levels": (mrd_trajectories, mrd_bare, {}),
    "sequence": (treatment_sequence, sequence_rows, {}),
    "map": (evidence_map, map_rows, {}),
    "timeline": (patient_timeline, timeline_rows, {}),
    "citations": (citation_network, citation_rows, {}),
    "claims": (claims_verdict, claim_rows, {}),
    "flow": (prisma, flow_rows, {}),
    "lights": (appraisal, appraisal_rows, {}),
    "bars": (appraisal_summary, appraisal_rows, {}),
}
each_kind = pytest.mark.parametrize("kind", KINDS)


def drawn(kind, rows, palette="colour", journal="default", width="double"):
    module, _, options = KINDS[kind]
    with style(journal, palette) as figure_style:
        figure = figure_style.figure(width)
        module.draw(figure, rows, **options)
        return figure, proof.problems(
            figure, smallest_pt=figure_style.preset.printed_smallest_text_pt or 7.0
        )


def named(names, how, count):
    return [names[how].format(i=i + 1) for i in range(count)]


@each_kind
@pytest.mark.parametrize("count", [1, 2, 60])
def test_no_text_overlaps_leaves_the_page_or_is_small(kind, count, names):
    assert drawn(kind, KINDS[kind][1](named(names, "plain", count)))[1] == []


@each_kind
@pytest.mark.parametrize("how", ["long", "unbroken", "hebrew", "arabic", "cjk", "symbols"])
def test_odd_names_do_not_break_it(kind, how, names):
    assert drawn(kind, KINDS[kind][1](named(names, how, 3)), "grey")[1] == []


@each_kind
@pytest.mark.parametrize("width", ["one_and_a_half", "single"])
def test_narrower_columns_hold_it_too(kind, width, names):
    if kind.startswith("swimmer") and width == "single":
        with pytest.raises(FrameError, match="needs a wider page: 80 mm"):
            drawn(kind, KINDS[kind][1](named(names, "plain", 3)), width=width)
        return
    assert drawn(kind, KINDS[kind][1](named(names, "plain", 3)), width=width)[1] == []


@each_kind
@pytest.mark.parametrize("journal", ["nature", "plos"])
def test_a_journals_sizes_are_kept(kind, journal, names):
    figure, problems = drawn(kind, KINDS[kind][1](named(names, "plain", 3)), journal=journal)
    assert problems == []
    with style(journal) as figure_style:
        assert figure.get_size_inches()[0] * 25.4 == pytest.approx(
            figure_style.preset.width_mm("double")
        )


@each_kind
def test_the_same_frame_makes_the_same_bytes(kind, names, tmp_path):
    module, build, options = KINDS[kind]
    rows = build(named(names, "plain", 3))
    contents = []
    for folder in (tmp_path / "first", tmp_path / "second"):
        with style() as figure_style:
            figure = figure_style.figure("double")
            module.draw(figure, rows, **options)
            words = module.describe(rows, **options)
            paths = export(
                figure,
                "plate",
                folder,
                description=words,
                data=rows,
                formats=["svg", "png"],
                dpi=100,
            )
        contents.append({name: path.read_bytes() for name, path in paths.items()})
    assert contents[0] == contents[1]


@each_kind
def test_grey_is_grey(kind, names):
    figure, _ = drawn(kind, KINDS[kind][1](named(names, "plain", 6)), "grey")
    colours = [
        colour for artist in figure.findobj(include_self=False) for colour in _colours(artist)
    ]
    assert colours
    assert all(max(colour[:3]) - min(colour[:3]) < 1e-9 for colour in colours)


def _colours(artist):
    from matplotlib.colors import to_rgb

    getters = ("get_facecolor", "get_edgecolor", "get_markerfacecolor", "get_color")
    values = [getattr(artist, getter)() for getter in getters if hasattr(artist, getter)]
    return [
        to_rgb(value) for value in values if isinstance(value, (str, tuple)) and value != "none"
    ]


@each_kind
def test_words_are_made_from_the_data(kind, names):
    module, build, options = KINDS[kind]
    one, two = (module.describe(build(named(names, "plain", count)), **options) for count in (1, 2))
    assert one.title and one.caption and one.alt
    assert (one.alt, one.long_text) != (two.alt, two.long_text)
    assert not re.search(r"nan|None|<NA>", two.alt + two.caption + two.long_text)


@each_kind
@pytest.mark.parametrize("part", ["draw", "describe"])
def test_a_frame_without_its_columns_is_refused_with_their_names(kind, part, names):
    module, build, _ = KINDS[kind]
    rows = build(named(names, "plain", 1))
    lacking = rows.drop(columns="sources")
    with pytest.raises(FrameError, match=r"needs column.*sources"), style() as figure_style:
        module.draw(figure_style.figure(), lacking) if part == "draw" else module.describe(lacking)


@each_kind
def test_an_empty_frame_is_refused(kind, names):
    module, build, _ = KINDS[kind]
    with pytest.raises(FrameError, match="at least one row"), style() as figure_style:
        module.draw(figure_style.figure(), build(named(names, "plain", 1)).iloc[:0])
