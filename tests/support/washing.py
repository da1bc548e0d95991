"""Databases that are used again: emptied after a test, since copying the template takes longer than most tests."""

import psycopg
from psycopg import sql

from fondaco.platform.embedded import EmbeddedServer

_TABLES = """
    SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
      AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') ORDER BY 1, 2
"""
_SEQUENCES = """
    SELECT schemaname, sequencename, start_value, last_value FROM pg_sequences ORDER BY 1, 2
"""
_SCHEMA = """
    SELECT md5(string_agg(concat(c.oid, c.relname, c.relkind, c.relnatts), ',' ORDER BY c.oid))
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') AND c.relpersistence <> 't'
"""


class Washing:
    """What is in a fresh copy, and the names of copies that are like it again."""

    def __init__(self, server: EmbeddedServer) -> None:
        self.clean: list[str] = []
        self._server = server
        self._schemas: dict[str, str] = {}
        self._kept: dict[str, dict[tuple[str, str], str]] = {}
        self._sequences: dict[tuple[str, str], int | None] = {}

    def learn(self, name: str) -> str:
        """Remember what is in a fresh copy; return its name."""
        with self._connect(name) as connection:
            self._schemas[name] = self._schema(connection)
            filled = self._filled(connection)
            self._kept[name] = {table: self._content(connection, table) for table in filled}
            self._sequences = {(row[0], row[1]): row[3] for row in connection.execute(_SEQUENCES)}
        return name

    def wash(self, name: str) -> bool:
        """Empty a database of everything a test left; tell whether it is like a fresh copy again."""
        with self._connect("postgres") as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid, 2000) FROM pg_stat_activity WHERE datname = %s", [name]
            )
        try:
            with self._connect(name) as connection:
                connection.execute("SET lock_timeout = '2s'")
                if self._schema(connection) != self._schemas[name]:
                    return False
                kept = self._kept[name]
                full = [table for table in self._filled(connection) if table not in kept]
                if full:
                    tables = sql.SQL(", ").join(sql.Identifier(*table) for table in full)
                    connection.execute(sql.SQL("TRUNCATE {}").format(tables))
                for row in connection.execute(_SEQUENCES).fetchall():
                    if row[3] != self._sequences[row[0], row[1]]:
                        again = sql.SQL("ALTER SEQUENCE {} RESTART").format(sql.Identifier(row[0], row[1]))
                        connection.execute(again)
                for table, content in kept.items():
                    if self._content(connection, table) != content:
                        self._refill(connection, table, content)
        except psycopg.Error:
            # Whatever a test did to its database: it gets another one.
            return False
        self.clean.append(name)
        return True

    def _connect(self, name: str) -> psycopg.Connection[tuple[str, str, int, int | None]]:
        return psycopg.connect(self._server.url(database=name), autocommit=True)

    def _schema(self, connection: psycopg.Connection[tuple[str, str, int, int | None]]) -> str:
        row = connection.execute(_SCHEMA).fetchone()
        return str(row[0]) if row else ""

    def _filled(self, connection: psycopg.Connection[tuple[str, str, int, int | None]]) -> list[tuple[str, str]]:
        tables = [(row[0], row[1]) for row in connection.execute(_TABLES)]
        each = [sql.SQL("EXISTS (SELECT 1 FROM {})").format(sql.Identifier(schema, table)) for schema, table in tables]
        flags = connection.execute(sql.SQL("SELECT {}").format(sql.SQL(", ").join(each))).fetchone() or ()
        return [table for table, filled in zip(tables, flags, strict=True) if filled]

    def _content(self, connection: psycopg.Connection[tuple[str, str, int, int | None]], table: tuple[str, str]) -> str:
        query = sql.SQL("SELECT json_agg(t ORDER BY t::text)::text FROM {} t")
        row = connection.execute(query.format(sql.Identifier(*table))).fetchone()
        return str(row[0]) if row else "[]"

    def _refill(
        self, connection: psycopg.Connection[tuple[str, str, int, int | None]], table: tuple[str, str], content: str
    ) -> None:
        name = sql.Identifier(*table)
        with connection.transaction():
            connection.execute(sql.SQL("TRUNCATE {}").format(name))
            refill = sql.SQL("INSERT INTO {0} SELECT * FROM json_populate_recordset(NULL::{0}, %s::json)").format(name)
            connection.execute(refill, [content])
