"""The app as a class meets it: on all addresses, with foreign names, pages and questions kept out."""

import http.client
import http.server
import re
import threading
import tomllib
import urllib.error
import urllib.request

import pytest

from tests.e2e.serving import ROOT, serve

EVERYWHERE = ("--server.address", "0.0.0.0")


@pytest.fixture(scope="module")
def listener():
    """A proxy that writes down what it is asked for, and answers nothing."""
    asked = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(502)

        do_CONNECT = do_GET  # noqa: N815

        def log_message(self, *_):
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def classroom(listener, tmp_path_factory, state_dir):
    """The address of an app that a whole class may open, what it said, and what it asked of others."""
    proxy, asked = listener
    folder = tmp_path_factory.mktemp("class")
    with serve("serve.py", folder, *EVERYWHERE, http_proxy=proxy, https_proxy=proxy, no_proxy="127.0.0.1") as url:
        yield url, folder / "log.txt", asked


def fetched(url, **headers):
    request = urllib.request.Request(url, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read().decode()


def opened(url, host=None, origin=None):
    """Whether a websocket opens."""
    place = url.removeprefix("http://")
    connection = http.client.HTTPConnection(place, timeout=20)
    connection.putrequest("GET", "/_stcore/stream", skip_host=True)
    asked = {"Host": host or place, "Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13"}
    asked |= {"Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==", "Sec-WebSocket-Protocol": "streamlit"}
    for name, value in (asked | ({"Origin": origin} if origin else {})).items():
        connection.putheader(name, value)
    connection.endheaders()
    status = connection.getresponse().status
    connection.close()
    return status == 101


def test_it_says_what_it_opens(classroom):
    url, log, _ = classroom
    said = log.read_text()
    port = url.rpartition(":")[2]
    assert re.search(rf"http://[\d.]+:{port}\b", said) or "no network" in said
    assert "Everybody in the network can open it" in said
    assert "They can't download models" in said
    assert "127.0.0.1" not in said


def test_foreign_names_and_foreign_pages_get_no_websocket(classroom):
    url, _, _ = classroom
    port = url.rpartition(":")[2]
    assert opened(url)
    assert opened(url, origin=url)
    assert opened(url, host=f"192.168.1.7:{port}", origin=f"http://192.168.1.7:{port}")
    assert not opened(url, host="evil.example", origin="http://evil.example")
    assert not opened(url, origin="http://evil.example")
    status, _, text = fetched(url, Host="evil.example")
    assert status == 400
    assert "--server.allowedHosts" in text


def test_every_answer_has_the_headers(classroom):
    url, _, _ = classroom
    for path in ("/", "/a5_sampling", "/_stcore/health", "/nothing.js"):
        headers = fetched(url + path)[1]
        rules = headers["Content-Security-Policy"]
        assert "img-src 'self' data: blob:;" in rules
        assert "frame-ancestors 'self'" in rules
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_what_only_an_operator_needs_is_closed(classroom):
    url, _, _ = classroom
    assert fetched(f"{url}/_stcore/metrics")[0] == 404
    assert fetched(f"{url}/_stcore/metrics/")[0] == 404


def test_nobody_else_is_asked_for_anything(classroom):
    url, _, asked = classroom
    opened(url, origin="http://evil.example")
    assert asked == []


def test_by_default_only_this_machine_can_open_it(listener, tmp_path, state_dir):
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert config["server"]["address"] == "127.0.0.1"
    with serve("serve.py", tmp_path):
        assert "Only this machine can open it." in (tmp_path / "log.txt").read_text()
