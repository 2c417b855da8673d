"""Who may change the machine: whoever sits at it, or everybody or nobody where the host says so."""

import pytest
import streamlit as st

from lib.ui import host

HERE = {"Host": "localhost:8501", "Origin": "http://localhost:8501"}


@pytest.fixture
def visitor(monkeypatch):
    """Makes a visitor: where the app listens, what the browser sends, and what the host said."""

    def make(address, headers, said=None):
        monkeypatch.delenv(host.SWITCH, raising=False)
        if said is not None:
            monkeypatch.setenv(host.SWITCH, said)
        monkeypatch.setattr(st, "get_option", {"server.address": address}.get)
        monkeypatch.setattr(type(st.context), "headers", property(lambda _: headers))
        return host.may_change()

    return make


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "localhost"])
def test_whoever_sits_at_the_machine_may(visitor, address):
    assert visitor(address, HERE)


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("0.0.0.0", HERE),
        (None, HERE),
        ("192.168.1.7", HERE),
        ("127.0.0.1", HERE | {"X-Forwarded-For": "10.0.0.9"}),
        ("127.0.0.1", HERE | {"Via": "1.1 proxy"}),
        ("127.0.0.1", {"Host": "school.example"}),
        ("127.0.0.1", HERE | {"Origin": "http://evil.example"}),
        ("127.0.0.1", {"Host": "localhost@evil.example"}),
    ],
)
def test_nobody_else_may_unless_the_host_says_so(visitor, address, headers):
    assert not visitor(address, headers)
    assert visitor(address, headers, " YES ")


@pytest.mark.parametrize("said", ["no", "0", "maybe"])
def test_what_is_no_yes_is_a_no(visitor, said):
    assert not visitor("127.0.0.1", HERE, said)
