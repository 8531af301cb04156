"""Tests that need LibreOffice are passed over on a machine without it, never in CI."""

from __future__ import annotations

import os
import shutil

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if shutil.which("soffice") or os.environ.get("CI"):
        return
    absent = pytest.mark.skip(reason="needs LibreOffice (soffice)")
    for item in items:
        if item.get_closest_marker("office"):
            item.add_marker(absent)
