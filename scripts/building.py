"""Building the wheel: the folders beside the package (templates, static, catalog_data) travel inside it."""

from __future__ import annotations

import shutil
from pathlib import Path

from setuptools.command.build_py import build_py

RESOURCES = ("templates", "static", "catalog_data")
BUNDLE = "configurator/bundle"


class BuildWithResources(build_py):  # type: ignore[misc]  # setuptools has no annotations
    """Copies the resource folders to configurator/bundle, where `configurator.resources` finds them."""

    def run(self) -> None:
        """Build as usual, then add the folders; an editable install reads them where they are."""
        super().run()
        if not self.editable_mode:
            self._copy_resources()

    def _copy_resources(self) -> None:
        target = Path(self.build_lib, BUNDLE)
        shutil.rmtree(target, ignore_errors=True)
        for name in RESOURCES:
            shutil.copytree(name, target / name, ignore=shutil.ignore_patterns("__pycache__", ".*"))
