"""Two runs held against each other: levels are matched, differences measured, and where they part is said as it is."""

from dataclasses import replace

import numpy as np
import pytest

from lib.draw.compared import alike, apart_figure, panels
from lib.runs import compared
from lib.runs.compared import compare, difference, is_walk, pair
from lib.runs.knobs import knob, offered
from lib.runs.recipe import KINDS, change, make
from lib.runs.trajectory import Trajectory
from lib.ui.comparing import both, choice
from lib.ui.plain import plain


def run(levels=6, pictures=2, side=8, recipe=None, shift=0.0, after=0, start=1.0):
    """A straight path whose x_0 is 0.5, and `shift` more from one frame on."""
    sigma = np.linspace(start, 0, levels)
    shape = (levels, pictures, 1, side, side)
    noise = np.random.default_rng(0).standard_normal(shape[1:])
    x_0 = np.full(shape, 0.5)
    x_0[after:] += shift
    wide = (levels, 1, 1, 1, 1)
    x_t = (1 - sigma).reshape(wide) * x_0 + sigma.reshape(wide) * noise
    return Trajectory(recipe or make("digits", model="digits-flow", per_label=1), sigma, 1 - sigma, sigma, x_t, x_0)


def test_a_run_is_no_different_from_itself():
    found = compare(run(), run())
    assert (found.x_t == 0).all()
    assert (found.x_0 == 0).all()
    assert found.alike
    assert found.parts() is None


def test_they_part_where_the_estimate_first_differs_by_more_than_the_threshold():
    found = compare(run(), run(shift=0.1, after=3))
    assert found.alike
    np.testing.assert_allclose(found.x_0, [0, 0, 0, 0.1, 0.1, 0.1], atol=1e-3)
    assert found.parts(0.05) == 3
    assert found.parts(0.2) is None


def test_levels_are_matched_by_their_share_of_noise_and_never_subtracted_from_others():
    few, many = run(levels=6), run(levels=11, shift=0.1)
    found = compare(few, many)
    assert len(found.share) == 11
    assert list(found.b) == list(range(11))
    assert list(found.a[::2]) == list(range(6))
    assert list(found.matched) == [k % 2 == 0 for k in range(11)]
    np.testing.assert_allclose(found.x_0[found.matched], 0.1, atol=1e-3)


def test_before_one_has_begun_there_is_no_number():
    found = compare(run(levels=11), run(levels=6, start=0.5))
    assert list(found.matched) == [False] * 5 + [True] * 6
    assert not found.alike


def test_another_seed_is_other_noise():
    other = run()
    other = replace(other, x_t=other.x_t[..., ::-1])
    assert not compare(run(), other).alike


def test_the_first_pictures_of_both_are_compared_and_other_sizes_not_at_all():
    assert compare(run(pictures=2), run(pictures=5)).pictures == 2
    found = compare(run(side=8), run(side=16))
    assert not found.matched.any()
    assert found.parts() is None


def test_noise_that_overflowed_counts_as_no_difference_and_makes_no_warning():
    wild = run()
    wild = replace(wild, x_t=np.where(np.arange(8) > 5, np.inf, wild.x_t))
    assert np.isfinite(compare(wild, wild).x_t).all()


@pytest.mark.parametrize("kind", KINDS)
def test_of_each_kind_it_is_known_whether_a_step_follows_from_the_one_before(kind):
    assert is_walk(make(kind)) is (kind not in ("denoise", "plane_field", "field", "forward", "onestep", "plausible"))


def test_the_difference_is_black_where_both_are_equal():
    a, b = run(), run(shift=0.25, after=3)
    found = compare(a, b)
    apart = difference(a, b, found)
    assert (apart.pixels("x_0")[:3] == 0).all()
    np.testing.assert_allclose(apart.pixels("x_0")[3:].astype(float), 0.25, atol=1e-3)
    stacks, white = panels(a, b, found)
    assert white == pytest.approx(0.25, abs=1e-3)
    assert [stack.shape for stack in stacks] == [stacks[0].shape] * 6
    assert stacks[5][:3, :8, :8].max() == 0
    assert stacks[5][3:, :8, :8].min() == 255


def test_pictures_between_minus_one_and_one_are_measured_from_black_to_white():
    recipe = make("picture", count=2)
    a, b = run(recipe=recipe), run(recipe=recipe, shift=0.5)
    found = compare(a, b)
    np.testing.assert_allclose(found.x_0, 0.25, atol=1e-3)
    np.testing.assert_allclose(difference(a, b, found).pixels("x_0").astype(float), 0.25, atol=1e-3)


def test_both_runs_are_laid_out_alike_whatever_their_labels():
    a = replace(run(pictures=4), labels=[0, 0, 1, 1])
    b = replace(run(pictures=4), labels=[0, 1, 2, 3])
    one, other = pair(a, b, compare(a, b))
    assert len(one.labels) == len(other.labels) == 0
    one, _ = pair(a, a, compare(a, a))
    assert list(one.labels) == [0, 0, 1, 1]


def test_points_and_other_sizes_are_shown_without_a_difference():
    point = make("plane", points=3, frames=2, steps=1)
    xy = np.zeros((2, 3, 2))
    walk = Trajectory(point, [1, 0], [0, 1], [1, 0], xy, xy)
    stacks, _ = panels(walk, walk, compare(walk, walk))
    assert [stack.shape[3] for stack in stacks] == [4] * 4, "points lie on the page's own ground"
    stacks, _ = panels(run(side=8), run(side=20), compare(run(side=8), run(side=20)))
    assert len(stacks) == 4
    assert {stack.shape[3] for stack in stacks} == {3}
    assert len({stack.shape for stack in stacks}) == 1


def test_small_frames_grow_by_whole_numbers_and_are_filled_up():
    small, large = np.full((1, 2, 2, 3), 9, np.uint8), np.zeros((1, 5, 7, 3), np.uint8)
    grown = alike([small, large])[0]
    assert grown.shape == (1, 5, 7, 3)
    assert (grown == 9).all(axis=-1).sum() == 16


def test_the_figure_has_both_lines_the_threshold_and_where_they_part():
    found = compare(run(), run(shift=0.1, after=3))
    figure = apart_figure(found, 0.05, "1 is from black to white")
    assert [trace.name for trace in figure.data] == ["of x<sub>t</sub>", "of x̂<sub>0</sub>"]
    assert len(figure.layout.shapes) == 2
    assert len(apart_figure(found, 0.5, "").layout.shapes) == 1
    assert apart_figure(compare(run(6), run(11)), 0.05, "").data[0].y[1] is None


def test_what_is_said_of_two_runs():
    a, b = run(), run(shift=0.1, after=3)
    found = compare(a, b)
    assert "same noise" in both._begins(a, b, found)
    assert "picture 4 of 6" in both._parts(a, found, 0.05)
    assert "never part" in both._parts(a, found, 0.3)
    assert "at once" in both._parts(a, compare(a, run(shift=0.1)), 0.05)
    other = run(recipe=change(a.recipe, seed=1))
    assert "another seed" in both._begins(
        a, replace(other, x_t=other.x_t[..., ::-1]), compare(a, replace(other, x_t=other.x_t[..., ::-1]))
    )
    late = run(start=0.5)
    assert "different levels" in both._begins(a, late, compare(a, late))
    assert "other noise" in both._none(run(side=8), run(side=16))
    assert str(compared.NEAR) in both._measured(compare(run(6), run(11)))


def test_every_knob_says_what_it_may_be():
    guidance = knob(make("digits"), "guidance")
    assert (guidance.sort, guidance.least, guidance.most) == ("number", 0, 20)
    assert knob(make("digits"), "steps").sort == "whole"
    assert knob(make("digits"), "eta").most == 1
    assert knob(make("inpaint"), "paste").options == ("noised", "clean")
    assert "flip" in knob(make("anagram"), "view").options
    assert knob(make("digits"), "labels").sort == "text"
    for kind in KINDS:
        assert offered(make(kind))
        assert "of" not in offered(make(kind))
    assert offered(make("digits"))[0] == "guidance"


@pytest.mark.parametrize(
    ("asked", "number"), [("5", 5.0), ("99", 20.0), ("-1", 0.0), ("nan", 3.0), ("inf", 20.0), ("x", 3.0), ("", 3.0)]
)
def test_a_number_of_a_link_is_put_within_bounds(asked, number):
    assert choice._number(asked, "3", 0, 20, False) == number


def test_text_of_unknown_origin_is_no_markdown():
    assert plain("![x](http://a)") == r"!\[x\](http\://a)"


def opened(visit, **query):
    return visit("compare", **query)


def answer(recipe):
    """Stands in for a run: guidance moves the estimate from the fourth level on."""
    if recipe.kind == "plane":
        return None
    shift = {7.0: 0.0, 1.0: 0.2}.get(getattr(recipe, "guidance", 7.0), 0.4)
    return run(recipe=recipe, pictures=recipe.pictures, shift=shift, after=3)


def test_the_page_opens_with_two_runs_and_says_where_they_part(visit):
    app = opened(visit)
    assert [recipe.guidance for recipe in app.asked] == [7.0, 1.0]
    assert any("They part **at" in part.value for part in app.markdown)


def test_a_link_names_a_and_what_is_changed_in_b(visit):
    app = opened(
        visit, kind="digits", version="1", model="digits-flow", steps="20", compare_knob="seed", compare_to="9"
    )
    a, b = app.asked
    assert a == make("digits", model="digits-flow", steps=20)
    assert b == change(a, seed=9)
    assert app.selectbox(key="compare_menu").value == choice.LINKED


def test_a_link_may_ask_for_one_run_alone(visit):
    app = opened(visit, kind="picture", prompt="a rocket ship", compare_knob="nothing")
    assert app.asked == [make("picture", prompt="a rocket ship")]


def test_choosing_in_the_page_is_written_into_the_address(visit):
    app = opened(visit)
    app.selectbox(key="compare_menu").select("A9 · Visual anagrams").run()
    assert app.query_params["kind"] == "anagram"
    app.selectbox(key="compare_knob_menu").select("view").run()
    app.selectbox(key="compare_choice").select("rotate180").run()
    assert app.query_params["compare_knob"] == "view"
    assert app.query_params["compare_to"] == "rotate180"
    assert not app.exception
    assert app.asked[-1].view == "rotate180"
    app.selectbox(key="compare_menu").select("A6 · Guidance").run()
    assert "kind" not in app.query_params
    assert "compare_to" not in app.query_params


@pytest.mark.parametrize(
    "query",
    [
        {"kind": "no such kind"},
        {"kind": "digits", "steps": "100000"},
        {"kind": "digits", "version": "99"},
        {"kind": "edit", "i_start": "40"},
        {"kind": "upsample", "of": "[[[["},
    ],
)
def test_a_link_that_is_no_recipe_is_said_in_a_sentence_and_another_run_is_shown(visit, query):
    app = opened(visit, **query)
    assert len(app.warning) == 1
    assert app.warning[0].value.endswith(("run.", "another one."))
    assert app.asked[0] == choice.OPENING


def test_a_value_that_makes_no_sense_is_said_and_a_stands_alone(visit):
    app = opened(visit, kind="digits", compare_knob="labels", compare_to="ten")
    assert len(app.warning) == 1
    assert len(app.asked) == 1


def test_a_bound_that_a_knob_has_is_kept(visit):
    app = opened(visit, kind="picture", compare_knob="steps", compare_to="99999")
    assert app.asked[1].steps == 250
