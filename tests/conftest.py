"""What every test may use."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("palpate", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("palpate")


@pytest.fixture(scope="session")
def dev_cases() -> Path:
    """The published cases, as JSON Lines."""
    return Path(__file__).parent / "data" / "cases_dev.jsonl"
