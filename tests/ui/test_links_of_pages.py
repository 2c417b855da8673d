"""Every page, found by glob: all that changes a picture stands in its address, and no link brings it down."""

import ast
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lib.ui import panel, together
from lib.ui.bound import same

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted((ROOT / "pages").glob("*.py"))
EACH = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
WIDGETS = {
    *("slider", "select_slider", "selectbox", "radio", "toggle", "checkbox", "pills", "segmented_control"),
    *("number_input", "text_input", "text_area", "multiselect", "color_picker", "file_uploader", "data_editor"),
    *("date_input", "time_input", "chat_input", "camera_input", "audio_input", "feedback"),
}
# Controls that hold nothing a link would need, or write it themselves; each with the reason.
UNBOUND = {
    ("alone", "selectbox"): "which picture is taken home: the files and links below it hold its recipe",
    ("uploading", "file_uploader"): "the digest of what is cut out is the page's picture, which stands in the address",
    ("uploading", "slider"): "the crop: its result is that digest",
    ("fetching", "file_uploader"): "what it keeps, stays on this machine, as weights do",
    ("prompts", "pills"): "each click writes the text field, which is bound",
    ("opening", "file_uploader"): "leads to another address",
    ("comparing/choice", "selectbox"): "write the recipe, the knob and its value into the address themselves",
    ("comparing/choice", "text_input"): "the same",
    ("comparing/choice", "number_input"): "the same",
}
# Components: what the browser alone changes is remembered in the address by address.js; the others, with the reason.
SILENT = {
    "gallery": "the chosen picture goes into the address by lib.ui.inputs",
    "canvas": "the digest of the drawing goes into the address by lib.ui.inputs and lib.ui.masking",
    "mixer": "its level goes into the address by its callback",
    "share": "shows the address",
    "opening": "holds nothing",
    "block": "shows nothing; what the others share",
    "component": "the same",
    "steady": "holds the page still",
    "ahead": "shows what a control says, which stands in the address",
    "history": "shows nothing; keeps the steps of Back and Forward",
    "painted": "shows nothing; tells the server that something is on the screen",
}
# Rooms of lib.ui whose widgets change no picture: exports, answers of a quiz, the teacher's desk.
ELSEWHERE = ("assignments", "stage", "desk", "studio", "exporting", "taking")


def _calls(path: Path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WIDGETS):
            continue
        if getattr(node.func.value, "id", "") != "controls":  # those are bound, see lib.ui.controls
            yield node


def _is_bound(call: ast.Call) -> bool:
    return any(k.arg == "bind" and getattr(k.value, "value", "") == "query-params" for k in call.keywords)


def test_every_control_is_bound_or_listed_with_a_reason():
    files = [path for path in (ROOT / "lib/ui").rglob("*.py") if not set(path.parts) & set(ELSEWHERE)]
    found = set()
    for path in [*files, *PAGES]:
        name = path.relative_to(ROOT / "lib/ui").with_suffix("").as_posix() if path not in PAGES else path.stem
        found |= {(name, call.func.attr) for call in _calls(path) if not _is_bound(call)}
    assert found == set(UNBOUND), "bind it (bind='query-params'), or say in UNBOUND why it needs no place in a link"


def test_every_component_remembers_what_it_shows_or_is_listed_with_a_reason():
    files = [path for path in (ROOT / "lib/ui").rglob("*.js") if not set(path.parts) & set(ELSEWHERE)]
    quiet = {path.stem for path in files if "remember(" not in path.read_text(encoding="utf-8")}
    assert quiet == set(SILENT)


HOSTILE = {
    "markup": "<script>alert(1)</script>",
    "endless": "1e999",
    "nan": "nan",
    "negative": "-1",
    "huge": "1000000000",
    "long": "9" * 100_000,
    "nothing": "",
    "words": "no such thing",
    "reference": "![x](http://elsewhere/x.png)",
}


@pytest.fixture
def visit(monkeypatch, tmp_path):
    """Opens a page by a link; nothing is computed, and no answer is known."""
    monkeypatch.setenv("DIFFUSION_CACHE", str(tmp_path))
    monkeypatch.setenv("DIFFUSION_STATE", str(tmp_path))
    monkeypatch.setattr(panel, "answer", lambda *_, **__: None)
    monkeypatch.setattr(together.registry, "is_here", lambda model: True)

    def call(page, query):
        app = AppTest.from_file(str(ROOT / "Home.py"), default_timeout=240)
        if page.stem != "home":  # it is the page that comes first
            app.run()
        for name, value in query.items():
            app.query_params[name] = value
        (app if page.stem == "home" else app.switch_page(f"pages/{page.name}")).run()
        assert not app.exception, [e.message for e in app.exception]
        return app

    return call


def _bound(app) -> list[str]:
    """The names that the controls of a page are bound to."""
    return sorted(app.session_state._state._state.query_params._bindings_by_param)


def _drawn(app) -> str:
    return " ".join(str(part.proto) for kind in ("html", "markdown", "alert", "caption") for part in app.get(kind))


def _note(app) -> str:
    return " ".join(h.proto.body for h in app.get("html") if "class='linknote'" in h.proto.body)


@EACH
def test_no_link_brings_a_page_down(visit, page):
    """All controls at once, each with another bad value, in three ways; and names that no page knows."""
    known = [
        *_bound(visit(page, {})),
        f"{page.stem.split('_')[0]}_image",
        "kind",
        "seed",
        "model",
        "compare_knob",
        "scene",
    ]
    bad = list(HOSTILE.values())
    for shift in range(0, len(bad), 3):
        query = {name: bad[(i + shift) % len(bad)] for i, name in enumerate(known)}
        app = visit(page, {**query, "unheard_of": "1", "twice": ["1", "2"]})
        assert "<script>alert" not in _drawn(app)
        assert "![x](http" not in _drawn(app)
        assert "unheard_of" not in app.query_params
        assert "left out" in _note(app)


def _other(widget):
    """Another value of a control than the one where it stands, as an address says it."""
    sort, value = widget.type, widget.value
    if sort == "toggle":
        return str(not value).lower()
    if sort in ("slider", "number_input"):
        step = widget.step or 1
        moved = value + step if value + step <= widget.max else value - step
        return f"{round(moved, 6):g}" if isinstance(value, float) else str(moved)
    if sort in ("select_slider", "button_group", "selectbox"):
        options = list(widget.options)
        if getattr(widget, "is_multiselect", False) or isinstance(value, list):
            return [options[1], options[2]]
        return next(option for option in options if option != str(value))
    if sort == "text_input":
        return "a rocket ship"
    return None


def _widgets(app):
    kinds = ("toggle", "slider", "number_input", "select_slider", "selectbox", "text_input", "button_group")
    return {w.key: w for kind in kinds for w in app.get(kind) if w.key}


@EACH
def test_a_link_sets_every_control_and_is_read_back_from_them(visit, page):
    plain = visit(page, {})
    widgets = _widgets(plain)
    asked = {name: _other(widgets[name]) for name in _bound(plain) if name in widgets}
    asked = {name: value for name, value in asked.items() if value is not None}
    away = set(asked) - set(_bound(visit(page, asked)))  # put away by what another control says: told in a second link
    for names in filter(None, (set(asked) - away, away)):
        _set_and_read_back(visit, page, {name: asked[name] for name in names})


def _set_and_read_back(visit, page, asked):
    app = visit(page, asked)
    back = {name: app.session_state[name] for name in asked if name in app.session_state}
    assert set(back) == set(asked)
    unlike = {
        n: (asked[n], back[n])
        for n in asked
        if not same([asked[n]] if isinstance(asked[n], str) else asked[n], back[n])
    }
    assert unlike == {}
    assert _note(app) == ""


def test_most_pages_have_controls_to_set(visit):
    page = ROOT / "pages/b3_class_ddpm.py"
    assert {"b3_guidance", "b3_seed", "b3_steps", "b3_rows"} <= set(_bound(visit(page, {})))


@EACH
def test_the_address_says_where_a_control_stands_though_no_browser_wrote_it(visit, page):
    """A browser forgets a control that takes another place; an AppTest never writes any."""
    app = visit(page, {})
    sliders = [one for one in app.slider if one.key in _bound(app) and not isinstance(one.value, list | tuple)]
    for key, opened, other in [(one.key, one.value, float(_other(one))) for one in sliders[:2]]:
        app.slider(key=key).set_value(type(opened)(other)).run()
        said = app.query_params[key]
        assert same(said if isinstance(said, list) else [said], other)
        app.slider(key=key).set_value(opened).run()
        assert key not in app.query_params
    assert not app.exception
