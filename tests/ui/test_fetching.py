"""A0 brings a large model to this machine: a button, how far it is, a way to stop, and a course's prompts."""

import io

import pytest
import torch

from lib.models import course, downloads, fetching, hub, machine
from lib.models.errors import UserError
from lib.models.refusals import Access
from lib.ui import fetching as ui
from lib.ui.host import SWITCH
from lib.ui.plain import plain
from tests.ui.test_model_pages import answer

M, SECOND = "DeepFloyd/IF-I-M-v1.0", "DeepFloyd/IF-II-M-v1.0"

__all__ = ["answer"]  # of `visit`


class Fake:
    """A download that goes as far as it is told."""

    def __init__(self, model_id):
        self.model_id, self.error, self.stopped, self.done = model_id, None, False, False
        self.share, self.said = 0.25, "0.35 of 1.40 GB"

    def stop(self):
        self.stopped = self.done = True

    def wait(self, timeout):
        return True


@pytest.fixture
def running(monkeypatch, tmp_path):
    """What was started, by model; nothing is in the Hub's cache."""
    found = {}
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setattr(fetching, "start", lambda model: found.setdefault(model, Fake(model)))
    monkeypatch.setattr(fetching, "current", found.get)
    return found


def words(app):
    parts = [*app.markdown, *app.caption, *app.error, *app.warning]
    return " ".join(part.value for part in parts)


def test_a_model_is_downloaded_watched_and_stopped(visit, running):
    app = visit("a0_models")
    app.button_group(key="a0_model").set_value("DeepFloyd IF M").run()
    assert running == {}
    assert app.button(key="a0_get").label == "Download stage 1 (12.9 GB)"
    assert app.button(key="a0_get_large").label == "Download stage 2 (1.5 GB)"
    app.button(key="a0_get").click().run()
    assert list(running) == [M]
    assert not app.exception
    bar = app.get("progress")[0].proto
    assert (bar.value, bar.text) == (25, "Stage 1: 0.35 of 1.40 GB")
    app.button(key="a0_get_stop").click().run()
    assert running[M].stopped
    app.run()
    assert app.button(key="a0_get").label == "Go on with stage 1"
    assert not app.exception


def test_what_breaks_off_says_why_and_what_is_here_is_said(visit, running, monkeypatch, tmp_path):
    broken = running[M] = Fake(M)
    broken.done, broken.error = True, UserError("The download broke off: start again and it goes on.")
    monkeypatch.setattr(downloads, "cached", lambda model: tmp_path if model == SECOND else None)
    app = visit("a0_models")
    app.button_group(key="a0_model").set_value("DeepFloyd IF M").run()
    assert not app.exception
    assert "start again and it goes on" in words(app)
    assert f"**Stage 2** ({SECOND}) is on this machine" in words(app)
    assert app.button(key="a0_get").label == "Go on with stage 1"


def test_a_courses_file_is_kept_said_and_forgotten(visit, running):
    app = visit("a0_models")
    app.button_group(key="a0_model").set_value("DeepFloyd IF M").run()
    app.file_uploader(key="a0_course").upload("embeds.pth", b"nothing of it", "application/octet-stream").run()
    assert not app.exception
    assert "This file" in words(app)
    assert course.kept().prompts == ()
    blob = io.BytesIO()
    torch.save({"a rocket ship": torch.ones(1, 77, 4096).half(), "": torch.zeros(1, 77, 4096).half()}, blob)
    app.file_uploader(key="a0_course").set_value([]).run()
    app.file_uploader(key="a0_course").upload("embeds.pth", blob.getvalue(), "application/octet-stream").run()
    assert not app.exception
    assert course.kept().prompts == ("a rocket ship", "")
    assert "2 prompts are kept: “a rocket ship”." in words(app)
    assert app.button(key="a0_get").label == "Download stage 1 (1.4 GB)"
    app.button(key="a0_course_forget").click().run()
    assert course.kept().prompts == ()
    assert not app.exception


def changes(app):
    """The boxes and buttons of the page that change the machine."""
    buttons = [button.key for button in app.button if button.key in ("a0_get", "a0_get_large", "a0_get_stop")]
    forget = [button.key for button in app.button if button.key == "a0_course_forget"]
    return buttons + forget + [box.key for box in app.get("file_uploader") if box.key == "a0_course"]


HOSTILE = "![x](http://evil.example/x.png) <b>`:red[a]` $x$"


def test_a_visitor_changes_nothing_and_what_was_kept_is_shown_as_it_was_typed(visit, running, monkeypatch):
    blob = io.BytesIO()
    torch.save({HOSTILE: torch.ones(1, 77, 4096).half()}, blob)
    course.keep(blob.getvalue())
    app = visit("a0_models")
    app.button_group(key="a0_model").set_value("DeepFloyd IF M").run()
    assert changes(app) == ["a0_get", "a0_get_large", "a0_course_forget"]
    assert plain(HOSTILE) in words(app)
    assert HOSTILE not in words(app)
    monkeypatch.setenv(SWITCH, "no")
    app.button(key="a0_course_forget").click().run()  # a page that was open before the host said so
    ui._start(M)
    assert not app.exception
    assert course.kept().prompts == (HOSTILE,)
    assert running == {}
    assert changes(app) == []
    assert "`python -m lib get DeepFloyd/IF-I-M-v1.0`" in words(app)
    assert plain(HOSTILE) in words(app)


def test_a_visitor_without_a_file_is_offered_no_box_and_sees_a_download_that_runs(visit, running, monkeypatch):
    monkeypatch.setenv(SWITCH, "no")
    running[M] = Fake(M)
    app = visit("a0_models")
    app.button_group(key="a0_model").set_value("DeepFloyd IF M").run()
    assert not app.exception
    assert app.get("progress")[0].proto.text == "Stage 1: 0.35 of 1.40 GB"
    assert changes(app) == []
    ui._stop(running[M])
    assert not running[M].stopped


def test_with_the_courses_prompts_the_text_encoder_is_not_counted(visit, running, monkeypatch):
    blob = io.BytesIO()
    torch.save({"a rocket ship": torch.ones(1, 77, 4096).half()}, blob)
    course.keep(blob.getvalue())
    monkeypatch.setattr(hub, "access", lambda model: Access(model, "free", f"{model} can be had."))
    monkeypatch.setattr(machine, "machine", lambda cache: machine.Machine(disk=7, memory=64))
    app = visit("a0_models")
    app.button_group(key="a0_model").set_value("DeepFloyd IF M").run()
    app.button(key="a0_needs").click().run()
    assert not app.exception
    assert app.button(key="a0_get").label == "Download stage 1 (1.4 GB)"
    assert "| free disk for the download | 2.4 GB | 7.0 GB | enough |" in words(app)
    assert "**Yes.** The UNet computes on the processor in float32; its prompts are those of the course" in words(app)


def test_a_model_without_its_text_encoder_offers_the_courses_prompts(visit, running, monkeypatch):
    monkeypatch.setattr("lib.models.downloads.prompts_of", lambda model: ("a rocket ship", "a pencil"))
    app = visit("a0_models")
    app.asked.clear()
    app.button_group(key="a0_model").set_value("DeepFloyd IF M").run()
    assert not app.exception
    assert app.asked[0].prompt == "a rocket ship"
    assert "known are 'a rocket ship', 'a pencil'" in words(app)
    app.button_group(key="a0_prompt_course").set_value("a pencil").run()
    assert app.asked[-1].model.startswith("DeepFloyd")
    assert any(recipe.prompt == "a pencil" for recipe in app.asked if recipe.kind == "picture")
