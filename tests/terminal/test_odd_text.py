"""Text that a terminal would obey, or that a screen would read as markup, wherever it comes from: shown, harmless."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from conftest import CATALOGUE
from pseudo_terminal import INTAKE, Terminal

Run = Callable[..., Terminal]
EVIL = "\x1b]0;taken over\x07\x1b[2J\x1b[31m[/red] \x9b1m[$primary]"
SCREEN = (*INTAKE,)


def assert_not_obeyed(terminal: Terminal) -> None:
    """None of it reached the terminal as a command."""
    for command in (b"taken over\x07", b"\x1b[2J\x1b[31m", "\x9b".encode()):
        assert command not in terminal.output, command


@contextmanager
def server(answer: Callable[[str, str], tuple[int, object]]) -> Iterator[str]:
    """A server on loopback that answers (method, path) with a status and JSON."""

    class Handler(BaseHTTPRequestHandler):
        def _reply(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            status, content = answer(self.command, self.path)
            body = json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PUT = _reply  # noqa: N815 - the library's names

        def log_message(self, *arguments: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        thread = threading.Thread(target=listening.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.server_port}"
        listening.shutdown()
        thread.join()


@pytest.mark.parametrize(
    "words", ["see [/ and [/red] in the log", "# Fix [/config] path", "[EMEA=1] routing [Q3 plan] [bold]"]
)
def test_brackets_are_shown_as_they_are_typed_from_the_box_to_the_draft(run: Run, words: str) -> None:
    terminal = run("please buy this book", ready=False, size=(160, 40))
    terminal.until("Order [EMEA=1] a book [bold] [/")
    assert "You want the library to buy a book [red]." in terminal.text
    terminal.press("1")
    terminal.until("What is it called?")
    for asked, answer in (("By which day?", words), ("Why this one?", "in 10 days"), ("File it", words)):
        terminal.paste(answer)
        terminal.until(f"> {answer}")
        terminal.press("enter")
        terminal.until(asked)
    terminal.until(lambda: sum(words in line for line in terminal.lines) >= 2, "title and text of the draft")
    assert b"Traceback" not in terminal.output


def test_escapes_in_the_catalogue_are_not_obeyed(run: Run, tmp_path: Path) -> None:
    odd = json.dumps(EVIL)[1:-1]
    text = CATALOGUE.replace("Order [EMEA=1]", f"Order {odd}").replace(
        "team: The Library", f'team: "The {odd} Library"'
    )
    (tmp_path / "catalogue.yaml").write_text(text, "utf-8")
    terminal = run("please buy this book", ready=False)
    # Refused with a place, or shown as signs: both are fine, obeyed it never is.
    terminal.until(lambda: "catalogue.yaml" in terminal.text or "1 Yes" in terminal.text, "an answer")
    assert_not_obeyed(terminal)
    assert b"Traceback" not in terminal.output


def test_what_a_server_says_is_not_obeyed(run: Run) -> None:
    def refuse(method: str, path: str) -> tuple[int, object]:
        if method == "GET" and path.endswith("/user"):
            return 200, {"id": 1, "username": "kim", "name": EVIL}
        return 403, {"message": f"403 Forbidden {EVIL}", "error": EVIL}

    with server(refuse) as url:
        terminal = run(
            "please buy this book",
            command=SCREEN,
            ready=False,
            GITLAB_URL=url,
            GITLAB_TOKEN="glpat-not-a-real-token",
        )
        terminal.until("1 Yes")
        terminal.press("1")
        for asked, answer in (
            ("What is it", "The Waves"),
            ("By which", "in 10 days"),
            ("Why this", "because"),
        ):
            terminal.until(asked)
            terminal.send(answer + "\r")
        terminal.until("File it")
        terminal.rest(0.6)
        terminal.send("file it\r")
        terminal.until(
            lambda: any(line.lstrip().startswith("!") for line in terminal.lines), "what went wrong"
        )
        assert_not_obeyed(terminal)
        assert b"Traceback" not in terminal.output


def test_a_template_is_not_obeyed(run: Run, tmp_path: Path) -> None:
    def answer(method: str, path: str) -> tuple[int, object]:
        if "/templates/" in path:
            return 200, {"name": "Order", "content": f"## {EVIL}\n\n- [ ] done"}
        if path.endswith("/user"):
            return 200, {"id": 1, "username": "kim", "name": "Kim"}
        return 200, {
            "id": 7,
            "path_with_namespace": "library/orders",
            "web_url": "https://gitlab.example.com/x",
            "issues_enabled": True,
        }

    text = CATALOGUE.replace(
        "{project: library/orders}", "{project: library/orders, template: Order, use_template: fill}"
    )
    (tmp_path / "catalogue.yaml").write_text(text, "utf-8")
    with server(answer) as url:
        terminal = run(
            "please buy this book",
            command=SCREEN,
            ready=False,
            GITLAB_URL=url,
            GITLAB_TOKEN="glpat-not-a-real-token",
        )
        terminal.until(lambda: "1 Yes" in terminal.text or "catalogue.yaml" in terminal.text)
        assert "1 Yes" in terminal.text, terminal.text
        terminal.press("1")
        for asked, said in (("What is it", "The Waves"), ("By which", "in 10 days"), ("Why this", "because")):
            terminal.until(asked)
            terminal.send(said + "\r")
        terminal.until("File it")
        assert_not_obeyed(terminal)
        assert b"Traceback" not in terminal.output


def test_a_hint_of_two_lines_takes_one(run: Run, tmp_path: Path) -> None:
    text = CATALOGUE.replace("example: The Waves", 'example: "The Waves\\nby V. W."')
    (tmp_path / "catalogue.yaml").write_text(text, "utf-8")
    terminal = run("please buy this book", ready=False)
    terminal.until(lambda: "1 Yes" in terminal.text or "catalogue.yaml" in terminal.text, "an answer")
    if "1 Yes" in terminal.text:
        terminal.press("1")
        terminal.until("What is it called?")
        terminal.until(lambda: sum(line.startswith(" >") for line in terminal.lines) >= 1)
        assert "The Waves" in terminal.text
