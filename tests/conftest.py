"""What every test may ask for; one line per file of fixtures."""

from hypothesis import HealthCheck, settings

pytest_plugins = [
    "tests.support.database",
    "tests.support.house",
    "tests.support.outside",
    "tests.support.tryton",
]

# No deadline: a busy machine is no failure. Function-scoped databases are fine, the tests clean up in the body.
settings.register_profile("fondaco", deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
settings.load_profile("fondaco")
