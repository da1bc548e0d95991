"""What every test may ask for; one line per file of fixtures."""

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

pytest_plugins = [
    "tests.support.database",
    "tests.support.house",
    "tests.support.outside",
    "tests.support.tryton",
]

# No deadline: a busy machine is no failure. Function-scoped databases are fine, the tests clean up in the body.
settings.register_profile("fondaco", deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
settings.load_profile("fondaco")


def pytest_collection_finish() -> None:
    """Load what Hypothesis loads at first use otherwise, which Python 3.11 cannot do deep inside of another strategy."""
    st.randoms().validate()
