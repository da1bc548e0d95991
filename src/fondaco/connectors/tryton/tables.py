"""The table of the Tryton connector: up to which moment each connection was looked through."""

from sqlalchemy import Column, DateTime, MetaData, Table, Text, Uuid

metadata = MetaData(schema="tryton")

bookmark = Table(
    "bookmark",
    metadata,
    Column("connection", Uuid, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("looked_until", DateTime(timezone=True), nullable=False),
)
