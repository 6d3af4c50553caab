"""Tests of telling logs from prose, and of fencing them."""

import pytest

from intents.drafting.logs import as_log, looks_like_log

PYTHON = 'Traceback (most recent call last):\n  File "app.py", line 3, in <module>\n    run()\nValueError: no'
JAVA = 'Exception in thread "main" java.lang.NullPointerException\n    at com.x.Y.z(Y.java:12)\n    at com.x.Y.main(Y.java:3)'
RUBY = "NoMethodError (undefined method `x' for nil):\napp/models/a.rb:12:in `b'\napp/models/c.rb:3:in `d'"


@pytest.mark.parametrize(
    "text",
    [
        PYTHON,
        "It fails like this:\n\n" + PYTHON,
        JAVA,
        RUBY,
        "2026-11-24T10:00:00Z start\n2026-11-24T10:00:01Z run\n2026-11-24T10:00:02Z stop",
        "[2026-11-24 10:00:00] a\n[2026-11-24 10:00:01] b\n[2026-11-24 10:00:02] c",
        "Nov 24 10:00:00 host app[1]: a\nNov 24 10:00:01 host app[1]: b\nNov 24 10:00:02 host app[1]: c",
        '10.0.0.1 - - [24/Nov/2026:10:00:00 +0000] "GET / HTTP/1.1" 200\n' * 3,
        "INFO: a\nWARN: b\nERROR: c",
        '{"level":"info","msg":"a"}\n{"level":"info","msg":"b"}\n{"level":"info","msg":"c"}',
        "$ ls\na b\n$ cat a\nx",
        "kim@host:~/x$ make\ngcc -c a.c\nerror: no",
        "\x1b[31mred\x1b[0m",
        "x" * 200,
        "word " * 500,
    ],
)
def test_raw_text_is_known(text: str) -> None:
    assert looks_like_log(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The view shows the wrong tickets since Monday.",
        "Macro for refunds\nsays the wrong SLA\n\nExpected: 24h",
        "- open the view\n- click close\n- look at 10:00:00",
        "On 2026-11-24 it began.\nOn 2026-11-25 it got worse.",
        "Error: the macro is gone.\nPlease add it.",
        "It costs $ 5 and that is it.",
        "See https://x.example/" + "a" * 300,
        "It is at the end.\nMeet at noon.\nLook at this.",
        "```\n" + PYTHON + "\n```",
        "Please change the text to this:\n\n" + "A long sentence about refunds and how they work. " * 30,
    ],
)
def test_prose_is_not_taken_for_a_log(text: str) -> None:
    assert not looks_like_log(text)


@pytest.mark.parametrize(
    ("text", "fenced"),
    [
        ("a @all #12", "```\na @all #12\n```"),
        ("/close\n /x\n", "```\n /close\n /x\n```"),
        ("a ```` b", "`````\na ```` b\n`````"),
        ("a\r\nb\rc", "```\na\nb\nc\n```"),
        ("\n\n  a\n\n", "```\n  a\n```"),
        ("\x1b[31mred\x1b[0m", "```\nred\n```"),
        (" \n", ""),
    ],
)
def test_a_log_is_fenced_as_it_is(text: str, fenced: str) -> None:
    assert as_log(text) == fenced
