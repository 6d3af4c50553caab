"""Where a token is found, which one wins, and for which host it is meant."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from intents.filing.tokens import find_token, host_of, named_section

HOST = "https://gitlab.example.com"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    # A keyring of the machine that runs the tests is none of theirs.
    monkeypatch.setitem(sys.modules, "keyring", None)
    return tmp_path


def _python_gitlab(home: Path, text: str, name: str = ".python-gitlab.cfg") -> Path:
    path = home / name
    path.write_text(text)
    return path


def _glab(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "config.yml"
    path.write_text(text)
    return path


SECTIONS = """
[global]
default = work
ssl_verify = true

[work]
url = https://gitlab.example.com
private_token = glpat-not-real-work

[other]
url = https://other.example.com:443/
oauth_token = not-real-other
"""
GLAB = """
git_protocol: ssh
hosts:
    gitlab.example.com:
        token: glpat-not-real-glab
        api_protocol: https
    other.example.com:
        token: not-real-oauth
        is_oauth2: "true"
"""


def test_the_environment_comes_first_then_each_file_in_its_order(home: Path) -> None:
    environment = {"HOME": str(home), "GITLAB_TOKEN": " glpat-not-real-environment "}
    _python_gitlab(home, SECTIONS)
    _glab(home / ".config" / "glab-cli", GLAB)
    found = []
    steps: list[Callable[[], object]] = [
        lambda: environment.pop("GITLAB_TOKEN"),
        (home / ".python-gitlab.cfg").unlink,
        (home / ".config" / "glab-cli" / "config.yml").unlink,
        lambda: None,
    ]
    for take_away in steps:
        token = find_token(HOST, environment)
        found.append(token.value.removeprefix("glpat-not-real-") if token else None)
        take_away()
    assert found == ["environment", "work", "glab", None]


def test_an_empty_variable_is_no_token(home: Path) -> None:
    assert find_token(HOST, {"HOME": str(home), "GITLAB_TOKEN": "  "}) is None


def test_a_token_is_for_its_own_host_only(home: Path) -> None:
    environment = {"HOME": str(home)}
    _python_gitlab(home, SECTIONS)
    _glab(home / ".config" / "glab-cli", GLAB)
    for address in (
        "https://third.example.com",
        "https://gitlab.example.com:8443",
        "https://example.com",
        "x",
        "",
    ):
        assert find_token(address, environment) is None, address
        assert find_token(address, environment, section="work") is None, address


def test_a_usual_port_written_out_is_the_same_host(home: Path) -> None:
    _python_gitlab(home, SECTIONS)
    token = find_token("https://OTHER.example.com", {"HOME": str(home)})
    assert token is not None
    assert (token.value, token.bearer) == ("not-real-other", True)
    assert host_of("http://127.0.0.1:80/x") == host_of("http://127.0.0.1")
    assert host_of("https://127.0.0.1:80") != host_of("https://127.0.0.1")


def test_a_section_is_chosen_by_its_name(home: Path) -> None:
    environment = {"HOME": str(home)}
    _python_gitlab(
        home,
        "[one]\nurl = https://gitlab.example.com\nprivate_token = not-real-1\n"
        "[two]\nurl = https://gitlab.example.com\nprivate_token = not-real-2\n",
    )
    section = named_section("two", environment)
    assert section is not None
    assert section.url == HOST
    token = find_token(HOST, environment, section="two")
    assert token is not None
    assert token.value == "not-real-2"
    assert "[two]" in token.source
    assert named_section("three", environment) is None


def test_the_files_own_variable_is_obeyed(home: Path) -> None:
    elsewhere = _python_gitlab(home, SECTIONS, "elsewhere.cfg")
    token = find_token(HOST, {"HOME": str(home), "PYTHON_GITLAB_CFG": str(elsewhere)})
    assert token is not None
    assert token.source == f"{elsewhere} [work]"


def test_an_entry_that_would_run_a_command_is_not_run(home: Path) -> None:
    mark = home / "was-run"
    _python_gitlab(home, f"[work]\nurl = {HOST}\nprivate_token = helper: touch {mark}\n")
    assert find_token(HOST, {"HOME": str(home)}) is None
    assert not mark.exists()


@pytest.mark.parametrize(
    "text",
    [
        "no section at all",
        "[work\nurl=",
        "[work]\nurl = https://gitlab.example.com\n[work]\nprivate_token = x\n",
        "[global]\ndefault = nowhere\n",
        "[work]\nprivate_token = not-real\n",
        "[work]\nurl = https://[broken\nprivate_token = not-real\n",
        "[work]\nurl = %(nothing)s\nprivate_token = not-real%\n",
    ],
)
def test_a_file_that_makes_no_sense_is_passed_over(home: Path, text: str) -> None:
    _python_gitlab(home, text)
    assert find_token(HOST, {"HOME": str(home)}) is None


def test_a_file_in_another_encoding_is_passed_over(home: Path) -> None:
    (home / ".python-gitlab.cfg").write_bytes(b"[work]\nurl = \xff\n")
    assert find_token(HOST, {"HOME": str(home)}) is None


@pytest.mark.parametrize(
    "where",
    [
        {"GLAB_CONFIG_DIR": "{home}/named"},
        {"XDG_CONFIG_HOME": "{home}/xdg"},
        {"XDG_CONFIG_DIRS": "/no:{home}/dirs"},
    ],
)
def test_glabs_file_is_looked_for_where_glab_keeps_it(home: Path, where: dict[str, str]) -> None:
    environment = {"HOME": str(home), **{key: value.format(home=home) for key, value in where.items()}}
    folder = {
        "GLAB_CONFIG_DIR": "named",
        "XDG_CONFIG_HOME": "xdg/glab-cli",
        "XDG_CONFIG_DIRS": "dirs/glab-cli",
    }
    path = _glab(home / folder[next(iter(where))], GLAB)
    token = find_token(HOST, environment)
    assert token is not None
    assert (token.value, token.source, token.bearer) == ("glpat-not-real-glab", str(path), False)


def test_an_oauth_login_of_glab_goes_as_a_bearer(home: Path) -> None:
    _glab(home / ".config" / "glab-cli", GLAB)
    token = find_token("https://other.example.com", {"HOME": str(home)})
    assert token is not None
    assert (token.value, token.bearer) == ("not-real-oauth", True)


def test_a_token_behind_a_null_tag_is_read(home: Path) -> None:
    _glab(
        home / ".config" / "glab-cli",
        "hosts:\n  gitlab.example.com:\n    token: !!null glpat-not-real-glab\n",
    )
    token = find_token(HOST, {"HOME": str(home)})
    assert token is not None
    assert token.value == "glpat-not-real-glab"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "gitlab.example.com",
        "hosts: [gitlab.example.com]",
        "hosts:\n  gitlab.example.com: glpat\n",
        "hosts:\n  gitlab.example.com:\n    token: [a]\n",
        "hosts:\n  gitlab.example.com:\n    token: ''\n",
        "hosts:\n  gitlab.example.com: {token: !!python/object/apply:os.system ['true']}\n",
        "hosts: &a\n  gitlab.example.com: *a\n",
        "hosts:\n\tgitlab.example.com: x",
    ],
)
def test_a_glab_file_that_makes_no_sense_is_passed_over(home: Path, text: str) -> None:
    _glab(home / ".config" / "glab-cli", text)
    assert find_token(HOST, {"HOME": str(home)}) is None


KEYRING = """
class errors:
    class KeyringError(Exception): ...
def get_password(service, host):
    return "not-real-" + service + "-" + host
"""
NO_SERVICE = """
from keyring import errors
def get_password(service, host):
    raise errors.KeyringError("no D-Bus here")
"""


@pytest.mark.parametrize(
    ("module", "said"), [(KEYRING, "not-real-intake-gitlab.example.com"), (NO_SERVICE, "None")]
)
def test_a_keyring_is_asked_last_and_one_without_a_service_is_no_trouble(
    tmp_path: Path, module: str, said: str
) -> None:
    package = tmp_path / "keyring"
    package.mkdir()
    (package / "errors.py").write_text("class KeyringError(Exception): ...\n")
    (package / "__init__.py").write_text(module)
    script = (
        "from intents.filing.tokens import find_token;"
        f"t = find_token({HOST!r}, {{'HOME': {str(tmp_path)!r}}}); print(t.value if t else None)"
    )
    root = Path(__file__).parents[3]
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={"PYTHONPATH": f"{tmp_path}:{root}"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == said


def test_a_token_is_never_shown(home: Path) -> None:
    token = find_token(HOST, {"HOME": str(home), "GITLAB_TOKEN": "glpat-not-a-real-token"})
    assert "glpat" not in repr(token)
    assert "GITLAB_TOKEN" in repr(token)
