"""The engine and its jobs: where answers come from, in which order they are computed, and how that ends."""

import threading
import time

import pytest
import torch

from lib.models import registry
from lib.models.errors import UserError
from lib.runs import engine as engine_module
from lib.runs.engine import engine
from lib.runs.jobs import Job, Queue, threads
from lib.runs.precompute import is_shipped, precompute, prune
from lib.runs.progress import Cancelled, Progress
from lib.runs.recipe import change, make
from lib.runs.run import run

SMALL = {"labels": (1,), "per_label": 1, "steps": 4}


def test_a_bare_name_and_its_latest_epoch_are_one_question(zoo):
    bare, spelled = make("digits", **SMALL), make("digits", model="digits-class-ddpm@20", **SMALL)
    assert engine().get(bare) is None
    found = engine().compute(bare)
    assert found.recipe == spelled
    assert engine().get(spelled) is found
    assert engine().get(bare) is found
    assert engine().get(make("digits", model="digits-class-ddpm@1", **SMALL)) is None


def test_what_is_known_is_not_computed_again(zoo, monkeypatch):
    found = engine().compute(make("digits", **SMALL))
    monkeypatch.setattr("lib.runs.run.run", lambda *_: pytest.fail("computed again"))
    assert engine().compute(make("digits", **SMALL)) is found
    engine_module._engine.cache_clear()
    assert engine().get(make("digits", **SMALL)).x_t.tobytes() == found.x_t.tobytes()


def test_an_answer_of_other_weights_is_forgotten(zoo):
    import torch

    recipe = make("digits", **SMALL)
    engine().compute(recipe)
    registry.write({"name": "digits-class-ddpm", "epoch": 20}, {"w": torch.zeros(2, 2)})
    assert engine().get(recipe) is None
    assert not list(engine().store.folder.glob("*.npz"))


def test_digits_of_our_own_stand_in_only_while_mnist_is_not_here(zoo, monkeypatch):
    found = engine().compute(make("denoise", digits=(1,)))
    assert found.recipe.source == "generated"
    assert engine().get(make("denoise", digits=(1,))) is found
    assert engine().get(make("denoise", digits=(1,), source="mnist")) is None
    monkeypatch.setattr("lib.runs.clean.has_mnist", lambda: True)
    assert engine().get(make("denoise", digits=(1,))) is None
    assert engine().get(make("denoise", digits=(1,), source="generated")) is found


def test_what_ships_is_found_without_a_cache_and_without_the_weights(zoo):
    recipe = make("digits", **SMALL)
    [line] = precompute({"b3": recipe})
    assert "b3" in line
    assert is_shipped(recipe)
    assert list(precompute({"b3": recipe})) == ["b3: there already"]
    engine_module._engine.cache_clear()
    assert engine().get(recipe) is not None
    assert not engine().store.folder.exists()
    engine_module._engine.cache_clear()
    for path in registry.models_dir().glob("*"):
        path.unlink()
    assert engine().get(change(recipe, model="digits-class-ddpm@20")) is not None


def test_a_damaged_picture_that_ships_is_computed(zoo):
    recipe = make("digits", **SMALL)
    list(precompute({"b3": recipe}))
    [path] = engine().shipped.glob("*.npz")
    path.write_bytes(path.read_bytes()[:100])
    engine_module._engine.cache_clear()
    assert engine().get(recipe) is None
    assert not is_shipped(recipe)
    assert engine().compute(recipe) is not None


def test_only_what_is_asked_for_stays_after_pruning(zoo):
    a, b = make("plane", points=2), make("plane", points=3)
    list(precompute({"a": a, "b": b}))
    [line] = prune({"b": b})
    assert "deleted" in line
    assert (is_shipped(a), is_shipped(b)) == (False, True)


def test_precompute_leaves_out_what_has_no_model(zoo):
    lines = list(precompute({"a": make("digits", model="digits-reflow-3", steps=1), "b": make("plane", points=2)}))
    assert lines[0].startswith("a: left out. digits-reflow-3")
    assert lines[1].startswith("b: ")


def test_a_job_ends_with_a_result(zoo):
    job = engine().start(make("digits", **SMALL))
    assert job.wait(60)
    assert job.error is None
    assert not job.cancelled
    assert job.result.recipe.model == "digits-class-ddpm@20"
    assert job.progress.fraction == 1
    assert job.preview.shape == (28, 28)


def test_a_job_without_a_model_ends_with_a_sentence(zoo):
    job = Job(make("digits", model="digits-reflow-3"))
    assert job.wait(60)
    assert isinstance(job.error, UserError)
    assert "python -m lib train digits-reflow-3" in str(job.error)
    assert job.result is None


@pytest.mark.parametrize("failure", [RuntimeError("shape\nmismatch"), MemoryError(), KeyError("x")])
def test_whatever_fails_in_a_job_is_told(failure):
    def compute(recipe, on_step):
        raise failure

    job = Job(make("plane"), compute, Queue())
    assert job.wait(60)
    assert isinstance(job.error, UserError)
    assert "\n" not in str(job.error)


def test_jobs_wait_for_their_turn_and_know_their_place():
    queue, gate, order = Queue(), threading.Event(), []

    def compute(recipe, on_step):
        order.append(recipe.seed)
        gate.wait(30)
        on_step(Progress(1, 1))

    jobs = [Job(make("plane", seed=seed), compute, queue) for seed in range(4)]
    eventually(lambda: order == [0])
    assert [job.ahead for job in jobs] == [0, 1, 2, 3]
    jobs[1].cancel()
    assert jobs[1].wait(5)
    assert jobs[1].cancelled
    assert [job.ahead for job in jobs] == [0, 0, 1, 2]
    jobs[0].cancel()
    gate.set()
    assert all(job.wait(30) for job in jobs)
    assert order == [0, 2, 3]
    assert [job.cancelled for job in jobs] == [True, True, False, False]
    assert all(job.error is None for job in jobs)


def test_a_cancelled_run_stops_at_the_next_call_and_is_not_kept(zoo):
    begun = threading.Event()

    def compute(recipe, on_step):
        def slow(progress):
            on_step(progress)
            begun.set()
            time.sleep(0.01)

        return engine().compute(recipe, slow)

    job = Job(make("digits", **SMALL | {"steps": 300}), compute, Queue())
    assert begun.wait(60)
    job.cancel()
    assert job.wait(10)
    assert job.cancelled
    assert job.progress.done < 300
    assert engine().get(job.recipe) is None


def test_cancelled_is_no_error_of_the_run(zoo):
    def stop(progress):
        raise Cancelled

    with pytest.raises(Cancelled):
        engine().compute(make("digits", **SMALL), stop)
    assert engine().get(make("digits", **SMALL)) is None
    assert run(make("digits", **SMALL)) is not None


def test_threads_of_a_job(monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    assert threads() == 3
    for nonsense in ("", "0", "many"):
        monkeypatch.setenv("OMP_NUM_THREADS", nonsense)
        assert threads() >= 1


def eventually(condition, seconds=10):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.01)


def test_another_generator_makes_answers_with_its_digits_unknown(zoo):
    recipe = make("denoise", source="generated", digits=(1,), sigmas=(0.5,))
    noise = make("denoise", source="noise", digits=(1,), sigmas=(0.5,))
    for question in (recipe, noise):
        engine().compute(question)
    registry.write({"name": "digits-flow"}, {"w": torch.zeros(2, 2)})
    assert engine().get(recipe) is None
    assert engine().get(noise) is not None
