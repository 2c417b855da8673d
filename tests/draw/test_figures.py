import json

import numpy as np
import pytest

from lib.draw import figures
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
        "paths": figures.plane_paths(plane()),
        "field": figures.vector_field(POINTS, POINTS[:, ::-1], background=POINTS),
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


def test_paths_are_broken_between_points():
    run = plane(k=5, points=40)
    lines = [trace for trace in figures.plane_paths(run).data if trace.mode == "lines"]
    assert sum(len(line.x) for line in lines) == 40 * 6
    assert sum(int(np.isnan(line.x).sum()) for line in lines) == 40


def test_arrows_point_where_the_field_leads():
    figure = figures.vector_field([[0, 0], [1, 0]], [[0, 2], [0, 1]])
    x, y = np.asarray(figure.data[0].x), np.asarray(figure.data[0].y)
    assert (x[1], x[7]) == (0, 1)
    assert y[1] == pytest.approx(2 * y[7])
    assert y[1] > 0


def test_velocity_leads_from_noise_to_data():
    run = plane()
    points, velocity = figures.velocity_of(run, 1)
    assert points + 0.75 * velocity == pytest.approx(run.x_0[1].astype(float), abs=0.01)
    with pytest.raises(UserError, match="noise"):
        figures.velocity_of(run, -1)


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
        lambda: figures.plane_paths(digits()),
        lambda: figures.vector_field([[0, 0]], [[1, 1], [2, 2]]),
        lambda: figures.strip([]),
        lambda: figures.strip([np.zeros((2, 1, 4, 4))], captions=["one"]),
        lambda: figures.strip([np.zeros((2, 1, 4, 4)), np.zeros((3, 1, 4, 4))]),
        lambda: figures.ladder({}),
    ],
)
def test_bad_input_is_one_sentence(call):
    with pytest.raises(UserError, match=r"\.$"):
        call()


def test_a_strip_holds_its_pictures_in_rows():
    rows = [np.full((3, 1, 4, 5), v) for v in (0.2, 0.8)]
    picture = figures.strip(rows, scale=2, gap=4)
    assert picture.shape == (2 * (8 + 4), 3 * (10 + 4), 3)
    assert np.all(picture[:8, :10] == 51)
    assert np.all(picture[12:20, 14:24] == 204)
    captioned = figures.strip(rows, ["σ = 0", "b", "c"], ["one", "two"], scale=2)
    assert captioned.shape[0] == picture.shape[0] + 19
    assert captioned.shape[1] > picture.shape[1]
    assert np.array_equal(captioned[: picture.shape[0], -picture.shape[1] :], picture)


def test_a_ladder_is_sorted_by_steps():
    picture = figures.ladder({300: np.ones((1, 1, 4, 4)), 1: np.zeros((1, 1, 4, 4))}, scale=4)
    assert picture[4, -10, 0] == 0
    assert picture[4 + 20, -10, 0] == 255
