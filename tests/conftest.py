"""Tests that need LibreOffice are passed over on a machine without it, never in CI.

Random tests draw the same examples every time in CI, and half as many as elsewhere, so that it ends in time.
"""

from __future__ import annotations

import os
import shutil

import pytest
from hypothesis import settings

FEWEST = 5


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if os.environ.get("CI"):
        for test in {getattr(item, "obj", None) for item in items}:
            whole = getattr(test, "_hypothesis_internal_use_settings", None)
            if whole is not None:
                half = settings(whole, max_examples=min(whole.max_examples, max(whole.max_examples // 2, FEWEST)))
                test._hypothesis_internal_use_settings = half  # type: ignore[union-attr]  # noqa: SLF001 (no other way in)
    if shutil.which("soffice") or os.environ.get("CI"):
        return
    absent = pytest.mark.skip(reason="needs LibreOffice (soffice)")
    for item in items:
        if item.get_closest_marker("office"):
            item.add_marker(absent)


settings.register_profile("ci", derandomize=True, print_blob=True)
if os.environ.get("CI"):  # what CI runs today it runs tomorrow; elsewhere every run looks at other examples
    settings.load_profile("ci")
