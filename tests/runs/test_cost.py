"""How long a run will take, as one says before it begins: near enough to ask for half an hour, and not for a moment."""

import pytest

from lib.runs.cost import said, seconds_of
from lib.runs.defaults import DEFAULTS
from lib.runs.recipe import KINDS, change, make


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_length(kind):
    assert 0 <= seconds_of(make(kind)) <= 60


def test_a_thousand_digits_are_half_an_hour_and_one_digit_is_a_moment():
    long = make("digits", labels="0-9", per_label=100, guidance=5, steps=300, frames=2)
    assert 15 * 60 < seconds_of(long) < 60 * 60
    assert seconds_of(make("digits", labels="7", per_label=1, steps=5)) < 0.1


def test_what_asks_more_often_takes_longer():
    plain = make("picture", guidance=1)
    assert seconds_of(change(plain, guidance=5)) == 2 * seconds_of(plain)
    assert seconds_of(change(plain, count=8)) == 2 * seconds_of(plain)
    assert seconds_of(change(plain, model="DeepFloyd/IF-I-M-v1.0")) > 100 * seconds_of(plain)
    blend = {"low": "a skull", "high": "flowers", "middle": "a dog"}
    assert seconds_of(make("anagram", upright=blend)) == 2 * seconds_of(make("anagram"))
    assert seconds_of(make("inpaint", resample=20)) == pytest.approx(20 * seconds_of(make("inpaint")))
    assert seconds_of(make("edit", i_start=0)) > seconds_of(make("edit", i_start=30))
    assert seconds_of(make("upsample", of=plain)) > seconds_of(plain)


def test_no_page_opens_with_a_run_that_nobody_would_wait_for():
    assert max(map(seconds_of, (recipe for recipe in DEFAULTS.values() if "/" not in recipe.model))) < 30


def test_durations_in_words():
    assert [said(s) for s in (1, 14, 61, 100, 1700, 90 * 60)] == [
        *("10 seconds", "10 seconds", "60 seconds", "2 minutes", "28 minutes", "2 hours")
    ]
