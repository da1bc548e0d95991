"""The job queue, in a schema of its own."""

from typing import Any, cast

import psycopg
from alembic import op
from procrastinate.schema import SchemaManager

revision = "0009"
down_revision = "0008"

# procrastinate finds its tables by the search path. Its functions get it attached, so that a job can be deferred
# from any of our transactions.
_ATTACH = """
DO $$
DECLARE found regprocedure;
BEGIN
    FOR found IN SELECT oid FROM pg_proc WHERE pronamespace = 'procrastinate'::regnamespace LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = procrastinate', found);
    END LOOP;
END $$
"""


def upgrade() -> None:
    # The package ships its tables. A later release of it that changes them ships the steps too, and raising the
    # version in pyproject.toml goes with a revision here that takes those steps.
    schema = SchemaManager.get_schema()
    # The driver itself takes the script as it is; SQLAlchemy would look for parameters in it.
    driver = cast("psycopg.Connection[Any]", op.get_bind().connection.driver_connection)
    for script in (
        "CREATE SCHEMA procrastinate",
        "SET LOCAL search_path TO procrastinate",
        schema,
        "SET LOCAL search_path TO DEFAULT",
        _ATTACH,
    ):
        driver.execute(script)
