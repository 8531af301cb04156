"""Tests that need LibreOffice are passed over on a machine without it, never in CI; random tests repeat in CI."""

from __future__ import annotations

import os
import shutil

import pytest
from hypothesis import settings


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if shutil.which("soffice") or os.environ.get("CI"):
        return
    absent = pytest.mark.skip(reason="needs LibreOffice (soffice)")
    for item in items:
        if item.get_closest_marker("office"):
            item.add_marker(absent)


settings.register_profile("ci", derandomize=True, print_blob=True)
if os.environ.get("CI"):  # what CI runs today it runs tomorrow; elsewhere every run looks at other examples
    settings.load_profile("ci")
