"""Tests that need LibreOffice are passed over on a machine without it, never in CI; random tests repeat in CI."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from hypothesis import settings

from jxc_xl import pipeline


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


FILLED = {"bench", "entry", "hosts", "problems", "template", "write"}
"""What is tested there goes through the program as people start it."""


@pytest.fixture(scope="module", autouse=True)
def fewer_reports(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fill reports of what to do only where they are looked at (marker ``plans``): they are a third of a small run."""
    if request.node.get_closest_marker("plans") or request.path.parent.name in FILLED:
        yield
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "PLANS", {})
        yield
