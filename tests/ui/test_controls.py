"""Controls return plain values, live under keys that begin with their page, and start from the address bar."""

from streamlit.testing.v1 import AppTest

from lib.ui import controls


def _script():
    import streamlit as st

    from lib.ui import controls

    with st.container():
        st.session_state.found = {
            "steps": controls.steps("b9", default=300, most=300, choices=(10, 300)),
            "free": controls.number("b9", "n", "N", 1, 300, 20),
            "guidance": controls.guidance("b9"),
            "seed": controls.seed("b9"),
            "model": controls.epoch("b9", "digits-class-ddpm"),
            "kind": controls.pick("b9", "kind", "Kind", ("a", "b"), "b"),
            "on": controls.toggle("b9", "on", "On"),
        }


def test_defaults():
    app = AppTest.from_function(_script).run()
    assert not app.exception
    found = dict(app.session_state.found)
    assert found.pop("model").startswith("digits-class-ddpm@")
    assert found == {
        "steps": 300,
        "free": 20,
        "guidance": 5.0,
        "seed": 0,
        "kind": "b",
        "on": False,
    }


def test_a_link_sets_them_and_nonsense_in_it_does_not():
    app = AppTest.from_function(_script)
    app.query_params["b9_guidance"] = "2.5"
    app.query_params["b9_steps"] = "10"
    app.query_params["b9_n"] = "never"
    app.query_params["b9_seed"] = "-4"
    found = app.run().session_state.found
    assert (found["guidance"], found["steps"], found["free"], found["seed"]) == (2.5, 10, 20, 0)


def test_the_button_draws_a_new_seed(monkeypatch):
    monkeypatch.setattr(controls.random, "randrange", lambda _: 4321)
    app = AppTest.from_function(_script).run()
    app.button(key="b9_new_seed").click().run()
    assert app.session_state.found["seed"] == 4321


def test_epochs_are_those_of_the_registry(monkeypatch):
    class Card:
        def __init__(self, epoch):
            self.name, self.epoch = "digits-flow", epoch

    monkeypatch.setattr(controls.registry, "checkpoints", lambda: {"a": Card(3), "b": Card(7)})

    def script():
        import streamlit as st

        from lib.ui import controls

        st.session_state.found = controls.epoch("b9", "digits-flow")

    app = AppTest.from_function(script).run()
    assert app.session_state.found == "digits-flow@7"
    assert app.select_slider(key="b9_epoch").options == ["3", "7"]
