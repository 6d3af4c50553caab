"""Things are kept where the system says, and a folder that depends on the place of the start is not used."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from intents.keeping import places

VARIABLES = {
    "XDG_DATA_HOME": places.data_folder,
    "XDG_CONFIG_HOME": places.config_folder,
    "XDG_CACHE_HOME": places.cache_folder,
}


@pytest.mark.parametrize("variable", VARIABLES)
@pytest.mark.parametrize("name", ["plain", "with spaces", "mit Ümlaut 変", "a'quote\"d"])
def test_a_named_folder_is_used_whatever_its_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, variable: str, name: str
) -> None:
    monkeypatch.setenv(variable, str(tmp_path / name))
    assert VARIABLES[variable]() == tmp_path / name / "intake"


@pytest.mark.parametrize("variable", VARIABLES)
@pytest.mark.parametrize("value", ["", "relative/folder", "./here", "~/somewhere"])
@pytest.mark.skipif(sys.platform != "linux", reason="other systems have their own folders")
def test_a_relative_folder_is_ignored(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, variable: str, value: str
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv(variable, value)
    usual = {"XDG_DATA_HOME": ".local/share", "XDG_CONFIG_HOME": ".config", "XDG_CACHE_HOME": ".cache"}
    assert VARIABLES[variable]() == tmp_path / usual[variable] / "intake"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have their own folders")
def test_the_usual_folders_are_those_that_platformdirs_names(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import platformdirs

    monkeypatch.setenv("HOME", str(tmp_path))
    for variable in VARIABLES:
        monkeypatch.delenv(variable, raising=False)
    assert places.data_folder() == platformdirs.user_data_path("intake")
    assert places.config_folder() == platformdirs.user_config_path("intake")
    assert places.cache_folder() == platformdirs.user_cache_path("intake")


WITHOUT_HOME = """
import os
from intents.keeping.places import data_folder
os.setuid(54321)
try:
    print(data_folder())
except Exception as error:
    print(type(error).__name__, error)
"""


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become nobody known"
)
def test_without_a_home_folder_it_is_said_what_to_set() -> None:
    root = str(Path(__file__).parents[3])
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_HOME],
        env={"PYTHONPATH": root},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith("IntakeError There is no home folder")
    assert "XDG_DATA_HOME" in done.stdout
