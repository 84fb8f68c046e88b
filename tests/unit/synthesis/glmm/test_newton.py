"""Damped Newton ascent, row by row."""

import numpy as np

from evidence.synthesis.glmm.newton import approach, maximise


def double_well(points, rows):
    x = points[:, 0]
    return (x**2 / 2 - x**4 / 4), (x - x**3)[:, None], (1 - 3 * x**2)[:, None, None]


def test_it_ascends_out_of_the_convex_part():
    maximum = maximise(double_well, np.array([[0.05], [-0.3], [4.0]]))
    np.testing.assert_allclose(maximum.point.ravel(), [1, -1, 1], rtol=1e-9)
    assert maximum.converged.all()


def test_rows_do_not_touch_one_another():
    centre = np.arange(5.0)

    def bowls(points, rows):
        gap = points[:, 0] - centre[rows]
        return -np.cosh(gap), -np.sinh(gap)[:, None], -np.cosh(gap)[:, None, None]

    together = maximise(bowls, np.full((5, 1), 2.0))
    np.testing.assert_allclose(together.point.ravel(), centre, atol=1e-10)
    for row in range(5):
        alone = maximise(lambda p, r, row=row: bowls(p, np.array([row])), np.full((1, 1), 2.0))
        assert alone.point[0, 0] == together.point[row, 0]


def test_an_approach_stops_before_a_step_that_falls():
    """From 0.4 Newton overshoots the maximum of -log cosh 4x at 0; from 0.1 it does not."""

    def hill(points, rows):
        x = 4 * points[:, 0]
        bend = -16 / np.cosh(x) ** 2
        return -np.log(np.cosh(x)), -4 * np.tanh(x)[:, None], bend[:, None, None]

    far, reached = approach(hill, np.array([[0.4], [0.1]]), 1e-6).ravel()
    assert far == 0.4 and abs(reached) < 1e-9


def test_a_slope_without_summit_is_said():
    def ramp(points, rows):
        x = points[:, 0]
        return -np.exp(-x), np.exp(-x)[:, None] + 1e-3, -np.exp(-x)[:, None, None]

    assert not maximise(ramp, np.zeros((1, 1))).converged[0]


def test_a_gain_hidden_by_rounding_is_believed():
    """Near the maximum of a large sum the value is noise: halving there would stop short."""
    visited = []

    def noisy(points, rows):
        gap = points[:, 0] - 3.0
        visited.append(float(gap[0]))
        rounding = np.where(np.abs(gap) < 1e-6, 1e-10, 0.0)
        return -(gap**2) / 2 - rounding, -gap[:, None], np.full((1, 1, 1), -1.0)

    maximum = maximise(noisy, np.array([[3.0 + 1e-5]]))
    assert maximum.converged[0] and len(visited) == 2
    np.testing.assert_allclose(maximum.point, 3, rtol=1e-14)
