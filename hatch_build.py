"""Puts the learned matcher and the checked catalogue into the wheel, so that the first start is as fast as later ones."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

READY = "intents/packaged/ready"


class ReadyMade(BuildHookInterface[Any]):
    """Learns from `intents.yaml` while the wheel is built. An editable install learns on its first start instead."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the files in a folder of their own: the checkout may be read-only, and is left as it was."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        from intents.keeping.cache import Cache
        from tui.learned import learn_matcher, open_catalogue

        # Gone with the build's own process; the files are read after this method has returned.
        self._folder = TemporaryDirectory()
        ready = Path(self._folder.name) / "ready"
        learn_matcher(open_catalogue(Path(self.root) / "intents.yaml", Cache(ready)))
        made = sorted(ready.iterdir())
        if [path.suffix for path in made] != [".catalogue", ".matcher"]:
            # The cache keeps silent about what it cannot write; a wheel without these files would only be slower.
            raise OSError(f"the catalogue and its matcher were not both written to {ready}")
        build_data["force_include"].update({str(path): f"{READY}/{path.name}" for path in made})
