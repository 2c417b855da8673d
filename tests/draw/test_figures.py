import json

import numpy as np
import pytest

from lib.draw import figures, flows
from lib.models.errors import UserError
from tests.draw.samples import digits, plane

LOSSES = [[i, 1 / (i + 1)] for i in range(100)]
ROWS = [{"guidance": g, "accuracy": 0.9, "frechet": 3.0 + g} for g in (0, 5, 1)]
ABAR = np.cumprod(1 - np.linspace(1e-4, 0.02, 300))
POINTS = np.stack(np.meshgrid(np.linspace(-1, 1, 5), np.linspace(-1, 1, 5)), axis=-1).reshape(-1, 2)


def built() -> dict:
    t = np.arange(1, 301)
    return {
        "loss": figures.loss_curve(LOSSES, marks={"epoch 1": 20}),
        "log loss": figures.loss_curve(LOSSES, log=True),
        "loss by t": figures.loss_by_t([3, 1, 2], {"a": [1, 2, 3], "b": [3, 2, 1]}),
        "guidance": figures.accuracy_against_guidance(ROWS, floor=1.2),
        "straightness": figures.straightness_bars({1: 0.1, 0: 0.5}),
        "coefficients": figures.coefficients(t, np.sqrt(ABAR), np.sqrt(1 - ABAR), at=100),
    }


@pytest.mark.parametrize("name", list(built()))
def test_every_figure_names_its_axes_and_leaves_paper_and_text_to_the_theme(name):
    figure = built()[name]
    layout = json.loads(figure.to_json())["layout"]
    titles = [axis["title"].get("text", "") for key, axis in layout.items() if key.startswith(("xaxis", "yaxis"))]
    assert sum(bool(title) for title in titles) >= (3 if name == "guidance" else 2)
    assert layout["paper_bgcolor"] == layout["plot_bgcolor"] == "rgba(0,0,0,0)"
    assert "font" not in layout
    assert len(figure.data) > 0


def test_loss_is_smoothed_without_a_shift_and_log_is_log():
    figure = figures.loss_curve([[i, 2.0 * i] for i in range(200)])
    assert np.asarray(figure.data[1].y)[50:150] == pytest.approx(np.asarray(figure.data[0].y)[50:150])
    assert figures.loss_curve(LOSSES, log=True).layout.yaxis.type == "log"
    assert figures.loss_curve([[0, 1.0]]).data[1].y[0] == 1


def test_loss_by_t_is_sorted_by_time():
    figure = figures.loss_by_t([3, 1, 2], [30, 10, 20])
    assert list(figure.data[0].x) == [1, 2, 3]
    assert list(figure.data[0].y) == [10, 20, 30]


def test_guidance_is_sorted_in_percent_with_its_floor():
    figure = figures.accuracy_against_guidance(ROWS, floor=1.2)
    assert list(figure.data[0].x) == [0, 1, 5]
    assert list(figure.data[0].y) == [90, 90, 90]
    assert [shape.y0 for shape in figure.layout.shapes] == [1.2]


def test_what_is_left_of_the_data_is_computed():
    text = built()["coefficients"].layout.annotations[-1].text
    assert "t = 300" in text
    assert "0.048" in text
    assert "22%" in text
    half = figures.coefficients([0, 1], [1, 0.5], [0, 0.5]).layout.annotations[-1].text
    assert "0.250" in half
    assert "50%" in half


def test_the_marker_stands_on_the_curve():
    figure = figures.coefficients([0, 1], [1, 0], [0, 1], at=0.25)
    dots = [trace for trace in figure.data if trace.mode == "markers"]
    assert [(dot.x[0], dot.y[0]) for dot in dots] == [(0.25, 0.75), (0.25, 0.25)]


def test_arrows_point_where_the_field_leads():
    x, y = flows.arrows(np.array([[0.0, 0], [1, 0]]), np.array([[0.0, 2], [0, 1]]))
    assert (x[1], x[7]) == (0, 1)
    assert y[1] == pytest.approx(2 * y[7])
    assert y[1] > 0


def test_velocity_leads_from_noise_to_data():
    run = plane()
    points, velocity = flows.velocity_of(run, 1)
    assert points + 0.75 * velocity == pytest.approx(run.x_0[1].astype(float), abs=0.01)
    with pytest.raises(UserError, match="noise"):
        flows.velocity_of(run, -1)


@pytest.mark.parametrize(
    "call",
    [
        lambda: figures.loss_curve([]),
        lambda: figures.loss_curve([[1, 2, 3]]),
        lambda: figures.loss_curve([["a", "b"]]),
        lambda: figures.loss_by_t([1, 2], [1]),
        lambda: figures.loss_by_t([], []),
        lambda: figures.accuracy_against_guidance([]),
        lambda: figures.accuracy_against_guidance([{"guidance": 1}]),
        lambda: figures.straightness_bars({}),
        lambda: figures.coefficients([], [], []),
        lambda: figures.coefficients([1], [1, 2], [1]),
        lambda: flows.velocity_of(digits(), 0),
    ],
)
def test_bad_input_is_one_sentence(call):
    with pytest.raises(UserError, match=r"\.$"):
        call()
