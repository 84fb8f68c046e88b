"""What a swimmer plot draws."""

import itertools

import pytest

from tests.unit.figures.proof_reading import drawn_as
from tests.unit.figures.swimmer.invented_lanes import dose, drawn, middle, row, x_of, zero


def test_lanes_go_down_in_order_of_appearance():
    figure = drawn(
        dose(1, 0, lane="Later name"),
        dose(1, 0, lane="Earlier name"),
        dose(2, 7, lane="Later name"),
    )
    lanes = drawn_as(figure, "lane")
    assert [lane.get_text() for lane in lanes] == ["Later name", "Earlier name"]
    assert lanes[0].get_position()[1] > lanes[1].get_position()[1]


def test_days_are_to_scale_from_the_first_dose():
    figure = drawn(dose(1, 0), dose(2, 7), dose(3, 28))
    first, second, third = x_of(figure, "event dose")
    assert first == pytest.approx(zero(figure))
    assert (third - first) / (second - first) == pytest.approx(4)


def test_a_break_makes_early_days_wider_and_shows():
    figure = drawn(dose(1, 0), dose(2, 14), dose(3, 28), dose(4, 228), dose(5, 428), break_day=28)
    x = x_of(figure, "event dose")
    assert x[2] - x[1] == pytest.approx(x[1] - x[0])
    assert x[4] - x[3] == pytest.approx(
        x[3] - x[2] - 9, abs=0.5
    )  # the gap of the break lies between
    assert (x[2] - x[0]) / 28 > 5 * (x[4] - x[3]) / 200
    assert len(drawn_as(figure, "break")) == 3
    assert drawn_as(drawn(dose(1, 0), dose(2, 14)), "break") == []


def test_what_has_no_day_but_a_known_one_after_it_lies_between_with_dots_over_the_gap():
    figure = drawn(
        dose(1, 0),
        row("event", "vod_sos", 2),
        row("event", "relapse", 3),
        row("event", "transplant", 4, 30),
    )
    [early], [late], [known] = (
        x_of(figure, f"event {kind}") for kind in ("vod_sos", "relapse", "transplant")
    )
    assert zero(figure) < early < late < known
    assert late - zero(figure) == pytest.approx(2 * (early - zero(figure)))
    for span in drawn_as(figure, "span between"):
        assert list(span.get_xdata()) == pytest.approx([zero(figure), known])
    assert drawn_as(figure, "order zone") == []


def test_what_follows_the_last_known_day_stands_in_the_zone_in_order():
    figure = drawn(
        dose(1, 0),
        dose(2, 20),
        row("event", "car_t", 3),
        row("event", "relapse", 5),
        row("event", "transplant", 4),
    )
    [zone] = drawn_as(figure, "order zone")
    [cells], [graft], [relapse] = (
        x_of(figure, f"event {kind}") for kind in ("car_t", "transplant", "relapse")
    )
    assert zone.get_x() < cells < graft < relapse
    assert graft - cells == pytest.approx(relapse - graft)
    assert max(x_of(figure, "event dose")) < zone.get_x()
    lines = sorted(
        (
            text
            for text in drawn_as(figure, "zone heading")
            if text.get_position()[0] > zone.get_x()
        ),
        key=lambda text: -text.get_position()[1],
    )
    assert " ".join(text.get_text() for text in lines) == "Order only, no day known: not to scale"


def test_bounds_narrow_the_gap_but_are_not_drawn():
    figure = drawn(
        dose(1, 0),
        row("bound", "discharge", 2, 20),
        row("event", "vod_sos", 3),
        row("event", "transplant", 4, 30),
    )
    [vod], [known] = x_of(figure, "event vod_sos"), x_of(figure, "event transplant")
    assert vod - zero(figure) == pytest.approx((known - zero(figure)) * 25 / 30)


def test_bars_are_solid_only_between_reported_days():
    figure = drawn(
        dose(1, 0),
        dose(2, 7),
        dose(3, 14, basis="inferred"),
        row("phase", "index", 1, 0, until_step=2),
        row("phase", "index", 2, 7, until_step=3),
        row("phase", "follow_up", 3, 14, until_step=4),
        row("end", "alive", 4),
    )
    [solid] = drawn_as(figure, "phase index solid")
    [hatched] = drawn_as(figure, "phase index hatched")
    [order] = drawn_as(figure, "phase follow_up order")
    assert not solid.get_hatch() and hatched.get_hatch() and not order.get_hatch()
    assert order.get_height() < 0.6 * solid.get_height()
    assert solid.get_x() + solid.get_width() == pytest.approx(hatched.get_x())


def test_a_month_is_no_exact_day():
    figure = drawn(
        dose(1, 0),
        row("event", "transplant", 2, 30, 60),
        row("phase", "index", 1, 0, until_step=2),
    )
    assert drawn_as(figure, "phase index solid") == []
    [span] = drawn_as(figure, "span day")
    ends, [graft] = span.get_xdata(), x_of(figure, "event transplant")
    assert graft == pytest.approx(sum(ends) / 2) and ends[1] - ends[0] == pytest.approx(
        ends[0] - zero(figure)
    )


def test_a_dose_on_an_inferred_day_is_open():
    figure = drawn(dose(1, 0), dose(2, 7, basis="inferred"), dose(3))
    assert len(drawn_as(figure, "event dose")) == 1
    inferred = drawn_as(figure, "event dose inferred")
    assert len(inferred) == 2 and all(mark.get_facecolor()[:3] == (1, 1, 1) for mark in inferred)


@pytest.mark.parametrize(
    ("kind", "marker"), [("marrow", "o"), ("mrd", "D"), ("extramedullary", "s"), ("cns", "p")]
)
@pytest.mark.parametrize(
    ("result", "full", "face"),
    [
        ("absent", "full", "white"),
        ("reduced", "left", "0.0"),
        ("present", "full", "0.0"),
        ("not_evaluable", "full", "white"),
    ],
)
def test_a_response_tells_its_site_by_shape_and_its_result_by_fill(
    kind, marker, result, full, face
):
    figure = drawn(dose(1, 0), row("response", kind, 2, 30, result=result))
    [symbol] = drawn_as(figure, f"response {kind} {result}")
    assert (symbol.get_marker(), symbol.get_fillstyle(), symbol.get_markerfacecolor()) == (
        marker,
        full,
        face,
    )
    assert bool(drawn_as(figure, "strike")) == (result == "not_evaluable")


def test_sites_have_lines_of_their_own_and_names():
    figure = drawn(
        dose(1, 0),
        *(row("response", kind, 2, 20, result="absent") for kind in ("mrd", "marrow", "cns")),
    )
    heights = {
        kind: drawn_as(figure, f"response {kind} absent")[0].get_ydata()[0]
        for kind in ("marrow", "mrd", "cns")
    }
    assert heights["marrow"] > heights["mrd"] > heights["cns"]
    tracks = {text.get_text(): text.get_position()[1] for text in drawn_as(figure, "track")}
    assert set(tracks) == {"marrow", "MRD", "CNS"}
    assert tracks["MRD"] == pytest.approx(heights["mrd"], abs=3)


def test_events_of_one_day_stand_side_by_side():
    figure = drawn(
        dose(1, 0),
        row("event", "transplant", 2, 30),
        row("event", "relapse", 2, 30),
        row("event", "vod_sos", 3, 31),
    )
    x = sorted(
        middle(drawn_as(figure, f"event {kind}")[0])
        for kind in ("transplant", "relapse", "vod_sos")
    )
    assert min(b - a for a, b in itertools.pairwise(x)) > 5


@pytest.mark.parametrize("kind", ["alive", "dead", "not_reported"])
def test_the_end_of_a_lane_says_what_is_known(kind):
    figure = drawn(dose(1, 0), row("end", kind, 2, 60))
    [end] = drawn_as(figure, f"end {kind}")
    words = {"dead": "†", "not_reported": "?"}
    if kind == "alive":
        assert end.get_xdata()[1] > end.get_xdata()[0]
    else:
        assert end.get_text() == words[kind]


def test_the_key_names_what_occurs_and_nothing_else():
    figure = drawn(
        dose(1, 0),
        row("event", "relapse", 2, 30),
        row("response", "marrow", 3, 40, result="absent"),
    )
    words = [text.get_text() for text in drawn_as(figure, "legend")]
    assert words == ["dose", "relapse", "no disease found"]


def test_the_legend_has_a_line_for_each_of_four_sorts_of_mark():
    figure = drawn(
        dose(1, 0),
        row("event", "relapse", 2, 30),
        row("response", "marrow", 3, 40, result="absent"),
        row("phase", "index", 1, 0, until_step=3),
        row("end", "alive", 4, 50),
    )
    lines = {round(text.get_position()[1]) for text in drawn_as(figure, "legend")}
    assert len(lines) == 4


def test_a_series_of_doses_is_a_comb_and_never_lies_on_a_dose():
    figure = drawn(dose(1, 0), dose(2, 20), row("event", "dose_series", 3, 20), dose(4, 60))
    [comb] = drawn_as(figure, "comb")
    assert min(comb.get_xdata()) > max(x_of(figure, "event dose")[:2])
    assert len(x_of(figure, "event dose")) == 3


def test_states_of_a_lane_stand_in_columns_right_of_the_days():
    lane = row("lane", None, None, vod="NR")
    figure = drawn(lane, dose(1, 0), dose(2, 20), states={"vod": "VOD/SOS on the drug"})
    [state] = drawn_as(figure, "state")
    assert state.get_text() == "NR"
    assert state.get_position()[0] > max(x_of(figure, "event dose"))


def test_a_lane_has_tracks_only_for_what_is_reported_of_it():
    figure = drawn(
        dose(1, 0, lane="A"),
        row("response", "marrow", 2, 20, result="absent", lane="A"),
        dose(1, 0, lane="B"),
    )
    assert [text.get_text() for text in drawn_as(figure, "track")] == ["marrow"]
