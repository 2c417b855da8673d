"""The prompt box: what is typed stays, what the model can't read is named, and a recipe only gets what makes sense."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from lib.runs.prompts import EXAMPLE, understood, vocabulary_of
from lib.training import captions
from lib.ui import prompts


@pytest.fixture
def known(tmp_path, monkeypatch):
    """A cache folder with the vocabulary that ships, and no weights."""
    folder = tmp_path / "models" / "emoji-if"
    folder.mkdir(parents=True)
    (folder / "vocabulary.json").write_text(json.dumps(captions.vocabulary()))
    monkeypatch.setenv("DIFFUSION_CACHE", str(tmp_path))
    return folder / "vocabulary.json"


@pytest.fixture
def unknown(tmp_path, monkeypatch):
    monkeypatch.setenv("DIFFUSION_CACHE", str(tmp_path))


def _script():
    import streamlit as st

    from lib.ui import prompts, session

    session.start()
    st.session_state.found = prompts.prompt("a9", st.session_state.get("model", "emoji-if"))


def opened(typed=None, **state):
    app = AppTest.from_function(_script, default_timeout=30)
    for name, value in state.items():
        app.session_state[name] = value
    if typed is not None:
        app.query_params["a9_prompt"] = typed
    app.run()
    assert not app.exception
    return app


def box(app):
    return app.text_input(key="a9_prompt")


def said(app):
    return " ".join(warning.value for warning in app.warning)


def pills(app, name):
    return app.button_group(key=f"a9_prompt_{name}")


def test_it_opens_with_a_prompt_that_works(known):
    app = opened()
    assert app.session_state.found == box(app).value == EXAMPLE
    assert (said(app), app.caption) == ("", [])
    assert list(pills(app, "gallery").options) == list(captions.GALLERY[: prompts.SHOWN])


def test_a_link_fills_it(known):
    app = opened("an oil painting of a castle")
    assert app.session_state.found == box(app).value == "an oil painting of a castle"


def test_what_the_model_reads_is_said_where_it_differs(known):
    app = opened("A Photo of 3 Dogs!")
    assert box(app).value == "A Photo of 3 Dogs!"
    assert app.session_state.found == "a photo of dog"
    assert [caption.value for caption in app.caption] == ["The model reads: *a photo of dog*"]


def test_an_unknown_word_is_named_and_replaced_by_a_click(known):
    app = opened()
    box(app).set_value("a photo of a zebrra in a zzyzx").run()
    texts = [text.value for text in app.markdown]
    assert any("“zebrra”; what comes near" in text for text in texts)
    assert any("“zzyzx”, and leaves it out" in text for text in texts)
    assert "a zebra" in pills(app, "near_0").options
    pills(app, "near_0").set_value("a zebra").run()
    assert box(app).value == "a photo of a zebra in a zzyzx"
    assert app.session_state.found == "a photo of a zebra in a"
    assert not app.exception


def test_what_is_not_wanted_leads_to_the_negative_prompt(known):
    app = opened("a photo of a man without a hat")
    texts = [text.value for text in app.markdown]
    assert any("Make “a hat” the **negative prompt**" in text for text in texts)
    assert not any("never seen" in text for text in texts)
    assert app.session_state.found == "a photo of a man a hat"
    assert not any("negative" in text.value for text in opened("a photo of a man with a hat").markdown)


def test_an_emoji_is_read_as_what_it_shows(known):
    app = opened("a photo of a 🐶")
    assert app.session_state.found == "a photo of a dog"
    assert [caption.value for caption in app.caption] == ["The model reads: *a photo of a dog*"]


def test_another_word_that_looks_alike_is_not_offered(known):
    app = opened("a photo of albert and a cat")
    assert any("“albert”, and leaves it out" in text.value for text in app.markdown)


def test_a_prompt_of_the_gallery_takes_the_place_of_what_was_typed_and_no_pill_stays_pressed(known):
    app = opened()
    chosen = captions.GALLERY[1]
    pills(app, "gallery").set_value(chosen).run()
    assert app.session_state.found == box(app).value == chosen
    assert not pills(app, "gallery").value
    pills(app, "more").set_value(captions.GALLERY[-1]).run()
    assert app.session_state.found == captions.GALLERY[-1]


BAD = {
    "empty": ("", "empty"),
    "blanks": (" \t ", "empty"),
    "long": ("a dog " * 60, "characters: shorten it"),
    "one long word": ("x" * 5000, "shorten it"),
    "non-Latin": ("犬の写真", "only reads English words"),
    "Cyrillic": ("фото собаки", "only reads English words"),
    "markup": ("<script>alert(1)</script>", "never seen"),
    "unknown": ("xyzzy frobnicate", "never seen"),
    "control": ("\x00\x07\x1b", "empty"),
    "fillers": ("of the and", "names nothing"),
}


@pytest.mark.parametrize(("typed", "words"), BAD.values(), ids=BAD)
def test_bad_input_is_one_sentence_stays_in_the_box_and_changes_no_picture(known, typed, words):
    app = opened()
    box(app).set_value("a pencil").run()
    box(app).set_value(typed).run()
    assert not app.exception
    assert box(app).value == typed
    assert len(app.warning) == 1
    assert words in said(app)
    assert "still of “a pencil”" in said(app)
    assert app.session_state.found == "a pencil"
    box(app).set_value("a photo of a volcano").run()
    assert (app.session_state.found, said(app)) == ("a photo of a volcano", "")


def test_control_characters_and_markup_around_known_words_do_no_harm(known):
    app = opened("a \x00photo of <b>a dog</b>\u202e")
    assert app.session_state.found == "a photo of a dog"
    assert said(app) == ""


def test_without_a_vocabulary_it_is_a_plain_text_field(unknown):
    app = opened("Any Words, 犬")
    assert app.session_state.found == "Any Words, 犬"
    assert len(app.button_group) == 0
    box(app).set_value("x" * 301).run()
    assert "301 characters" in said(app)
    assert app.session_state.found == "Any Words, 犬"
    box(app).set_value("").run()
    assert "empty" in said(app)


def test_a_large_model_takes_any_words(known):
    app = opened("a zeppelin over Zürich", model="DeepFloyd/IF-I-M-v1.0")
    assert app.session_state.found == "a zeppelin over Zürich"
    assert len(app.button_group) == 0


def test_a_broken_vocabulary_is_none(known):
    known.write_text("{")
    assert vocabulary_of("emoji-if") is None
    assert opened().session_state.found == EXAMPLE


def test_the_prompts_of_the_pages_are_read_as_they_stand(known):
    """With the vocabulary or without it they are the same recipes."""
    for prompt in (*prompts.COURSE, *captions.GALLERY, EXAMPLE):
        assert understood("emoji-if", prompt) == prompt


@pytest.mark.parametrize(
    ("typed", "word", "name", "found"),
    [
        ("a photo of an zebrra", "zebrra", "a zebra", "a photo of a zebra"),
        ("an Eeagle", "eeagle", "an eagle", "an eagle"),
        ("the zebrra", "zebrra", "a zebra", "the zebra"),
        ("a big zebrra", "zebrra", "a zebra", "a big zebra"),
        ("zebrra, zebrras", "zebrra", "a zebra", "zebra, zebrras"),
        ("a fire", "fire", "people around a campfire", "people around a campfire"),
        ("a ｄog", "dog", "a cat", "a cat"),
        ("a c++ (.*)", "c", r"a \1", r"a \1++ (.*)"),
        ("nothing of it", "dog", "a cat", "nothing of it"),
        ("a 🌭, 🌭", "🌭", "an apple", "an apple, apple"),
    ],
)
def test_a_word_is_replaced_with_its_article(typed, word, name, found):
    assert prompts.replaced(typed, word, name) == found
