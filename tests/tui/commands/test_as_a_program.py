"""The same commands as a process of their own: what a shell sees."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from gitlab_stand_in import StandIn

from .conftest import FIX, ROOT, fixed


@pytest.fixture
def environment(place: Path, gitlab: StandIn) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONWARNINGS"}
    return {**kept, "PYTHONPATH": str(ROOT), "GITLAB_URL": gitlab.url, "GITLAB_TOKEN": gitlab.token}


def _run(environment: dict[str, str], *arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tui", *arguments],
        env=environment,
        input=given,
        capture_output=True,
        text=True,
        check=False,
    )


def test_filing_as_a_script_does_it(environment: dict[str, str], gitlab: StandIn) -> None:
    done = _run(environment, *fixed("--json"))
    assert (done.returncode, json.loads(done.stdout)["outcome"]) == (0, "filed")
    assert gitlab.creates == 1
    gitlab.fail("500-after-storing", on="create")
    lost = _run(environment, *fixed("--json"))
    assert (lost.returncode, json.loads(lost.stdout)["outcome"]) == (4, "unknown")
    found = _run(environment, "send", "--all")
    assert (found.returncode, found.stdout.count("\n")) == (0, 1)
    assert gitlab.creates == 2
    assert "Traceback" not in done.stderr + lost.stderr + found.stderr


def test_bytes_that_are_no_text_are_taken_all_the_same(environment: dict[str, str], gitlab: StandIn) -> None:
    command = [sys.executable, "-m", "tui", *fixed("--title"), b"caf\xe9 \xff", "--json"]
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["outcome"] == "filed"


def test_a_proxy_and_a_login_of_the_shell_do_not_get_the_token(
    environment: dict[str, str], gitlab: StandIn
) -> None:
    with StandIn() as proxy:
        environment |= {"http_proxy": proxy.url, "HTTP_PROXY": proxy.url, "NO_PROXY": "", "no_proxy": ""}
        assert _run(environment, *FIX).returncode == 0
        assert proxy.requests == []


def test_ctrl_c_while_it_is_sent_is_130_and_the_filing_is_found_later(
    environment: dict[str, str], gitlab: StandIn
) -> None:
    slow = gitlab.fail("delay-after-storing", on="create")
    with subprocess.Popen(
        [sys.executable, "-m", "tui", *FIX],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # Whoever runs the tests behind a shell's `&` has it ignored, and the program would inherit that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    ) as process:
        slow.wait_until_reached()
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)
    assert process.returncode in (130, -signal.SIGINT)
    assert "Traceback" not in errors
    slow.release()
    found = _run(environment, "send", "--all")
    assert found.returncode == 0
    assert "#1" in found.stdout
    assert gitlab.creates == 1
