"""Where a token is found, which one wins, and for which host it is meant."""

import base64
import subprocess
import sys
import types
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from intents.errors import IntakeError
from intents.filing.glab_file import moment_of
from intents.filing.tokens import find_token, host_of, named_section, why_none, with_section

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


# Logins of the GitLab CLI that end, or that are kept in the keyring

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def _oauth(home: Path, ends: str, more: str = "") -> dict[str, str]:
    _glab(
        home / ".config" / "glab-cli",
        "hosts:\n  gitlab.example.com:\n    token: not-a-real-oauth-token\n"
        f'    is_oauth2: "true"\n    oauth2_refresh_token: not-real\n    oauth2_expiry_date: {ends}\n{more}',
    )
    return {"HOME": str(home)}


@pytest.mark.parametrize(
    "ends",
    [
        "24 Nov 26 11:59 UTC",
        "24 Nov 26 11:59 GMT",
        "24 Nov 2026 11:59 UTC",
        "24 Nov 26 13:59 +0200",
        '"2026-11-24T11:59:00Z"',
        '"2026-11-24T12:59:00.5+01:00"',
    ],
)
def test_an_expired_login_of_the_gitlab_cli_is_no_token_and_is_told_of(home: Path, ends: str) -> None:
    environment = _oauth(home, ends)
    assert find_token(HOST, environment, now=NOON) is None
    assert why_none(HOST, environment, now=NOON) == (
        "The login of the GitLab CLI for gitlab.example.com has expired; `glab auth status` renews it."
    )


@pytest.mark.parametrize(
    "ends",
    [
        "24 Nov 26 12:01 UTC",
        "01 Jan 50 00:00 UTC",
        '"2026-11-24T12:01:00Z"',
        # Not certain: a zone that means several, no zone, no date.
        "24 Nov 26 11:59 XYZT",
        "2026-11-24T11:59:00",
        "soon",
        "99 Nov 26 11:59 UTC",
        "''",
        "[a]",
    ],
)
def test_a_login_that_is_not_certainly_expired_is_used(home: Path, ends: str) -> None:
    environment = _oauth(home, ends)
    token = find_token(HOST, environment, now=NOON)
    assert token is not None
    assert (token.value, token.bearer) == ("not-a-real-oauth-token", True)
    assert why_none(HOST, environment, now=NOON) == ""


def test_a_zone_of_this_machine_is_read_as_its_own() -> None:
    import time

    name = time.tzname[0]
    written = f"24 Nov 26 11:59 {name}"
    assert moment_of(written) == datetime(2026, 11, 24, 11, 59).astimezone()


def test_a_date_beside_a_personal_token_means_nothing(home: Path) -> None:
    _glab(
        home / ".config" / "glab-cli",
        "hosts:\n  gitlab.example.com:\n    token: glpat-not-real-glab\n    oauth2_expiry_date: 24 Nov 20 11:59 UTC\n",
    )
    assert find_token(HOST, {"HOME": str(home)}, now=NOON) is not None


def test_an_expired_login_leaves_the_keyring_its_turn(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _a_keyring(monkeypatch, {("intake", "gitlab.example.com"): "glpat-not-real-keyring"})
    token = find_token(HOST, _oauth(home, "24 Nov 26 11:59 UTC"), now=NOON)
    assert token is not None
    assert (token.value, token.bearer) == ("glpat-not-real-keyring", False)


def _a_keyring(monkeypatch: pytest.MonkeyPatch, kept: dict[tuple[str, str], str]) -> None:
    keyring, errors = types.ModuleType("keyring"), types.ModuleType("keyring.errors")
    errors.__dict__["KeyringError"] = type("KeyringError", (Exception,), {})
    keyring.__dict__.update(errors=errors, get_password=lambda service, user: kept.get((service, user)))
    monkeypatch.setitem(sys.modules, "keyring", keyring)
    monkeypatch.setitem(sys.modules, "keyring.errors", errors)


IN_KEYRING = """
hosts:
  gitlab.example.com:
    use_keyring: "true"
    api_host: gitlab.example.com
"""


@pytest.mark.parametrize(
    "kept",
    [
        "glpat-not-real-glab",
        "go-keyring-base64:" + base64.b64encode(b"glpat-not-real-glab").decode(),
    ],
)
def test_a_token_that_glab_keeps_in_the_keyring_is_found_there(
    home: Path, monkeypatch: pytest.MonkeyPatch, kept: str
) -> None:
    path = _glab(home / ".config" / "glab-cli", IN_KEYRING)
    _a_keyring(monkeypatch, {("glab:gitlab.example.com", ""): kept})
    token = find_token(HOST, {"HOME": str(home)})
    assert token is not None
    assert (token.value, token.source) == ("glpat-not-real-glab", str(path))
    assert find_token("https://other.example.com", {"HOME": str(home)}) is None


def test_a_keyring_that_cannot_be_asked_is_told_of(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _glab(home / ".config" / "glab-cli", IN_KEYRING)
    environment = {"HOME": str(home)}
    assert find_token(HOST, environment) is None
    assert "keeps its token for gitlab.example.com where it can't be read" in why_none(HOST, environment)
    _a_keyring(monkeypatch, {("glab:gitlab.example.com", ""): "go-keyring-base64:%%%"})
    assert find_token(HOST, environment) is None


def test_a_host_with_a_token_goes_before_one_without(home: Path) -> None:
    _glab(home / "named", IN_KEYRING)
    _glab(home / ".config" / "glab-cli", GLAB)
    token = find_token(HOST, {"HOME": str(home), "GLAB_CONFIG_DIR": str(home / "named")})
    assert token is not None
    assert token.value == "glpat-not-real-glab"


# Tokens of other hosts


@pytest.mark.parametrize(
    ("beside", "used"),
    [
        ({}, True),
        ({"GITLAB_URL": HOST}, True),
        ({"GITLAB_URL": HOST + ":443/"}, True),
        ({"GITLAB_HOST": "gitlab.example.com"}, True),
        ({"GITLAB_URL": "https://other.example.com"}, False),
        ({"GITLAB_HOST": "other.example.com"}, False),
        ({"GITLAB_HOST": "https://other.example.com"}, False),
        ({"GITLAB_URI": "https://gitlab.example.com:8443"}, False),
        # Ours is asked first: it names where to file.
        ({"GITLAB_URL": HOST, "GITLAB_HOST": "other.example.com"}, True),
    ],
)
def test_a_token_of_the_environment_goes_to_the_host_that_is_named_beside_it(
    home: Path, beside: dict[str, str], used: bool
) -> None:
    environment = {"HOME": str(home), "GITLAB_TOKEN": "glpat-not-a-real-token", **beside}
    assert (find_token(HOST, environment) is not None) is used
    assert ("GITLAB_TOKEN belongs to " in why_none(HOST, environment)) is not used


def test_an_entry_that_would_run_a_command_is_told_of(home: Path) -> None:
    path = _python_gitlab(home, f"[work]\nurl = {HOST}\nprivate_token = helper: pass gitlab\n")
    assert why_none(HOST, {"HOME": str(home)}) == (
        f"The entry [work] in {path} would run a command to get its token, which is not done."
    )


def test_nothing_is_said_where_there_is_nothing(home: Path) -> None:
    assert why_none(HOST, {"HOME": str(home)}) == why_none("x", {}) == ""


# A section more in python-gitlab's file


@pytest.mark.parametrize(
    "before", ["", "# mine\n[global]\ndefault = work", SECTIONS.replace("https://gitlab.", "https://third.")]
)
def test_a_section_is_added_and_what_stood_there_stays(home: Path, before: str) -> None:
    text = with_section(before, HOST, "glpat-not-real-new", "the file")
    assert text.startswith(before.rstrip())
    _python_gitlab(home, text)
    token = find_token(HOST, {"HOME": str(home)})
    assert token is not None
    assert token.value == "glpat-not-real-new"


@pytest.mark.parametrize(
    ("before", "part"), [(SECTIONS, r"an entry for .* already: \[work\]"), ("[a\n", "has a fault")]
)
def test_a_file_is_not_added_to_where_that_would_not_do(before: str, part: str) -> None:
    with pytest.raises(IntakeError, match=part) as refused:
        with_section(before, HOST, "glpat-not-real-new", "the file")
    assert "glpat" not in str(refused.value)
