"""Builds the front end into the wheel, so that an installed Palpate needs no Node."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class FrontEnd(BuildHookInterface):  # type: ignore[type-arg]
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":  # the checkout's Makefile builds it
            return
        root = Path(self.root)
        npm = shutil.which("npm")
        if npm is None:
            if (root / "src/palpate/clinic/static/dist/.vite/manifest.json").exists():
                return
            raise RuntimeError("Building Palpate needs Node 20 with npm for its front end.")
        subprocess.run([npm, "ci", "--no-audit", "--no-fund"], cwd=root / "frontend", check=True)
        subprocess.run([npm, "run", "build"], cwd=root / "frontend", check=True)
