"""Condition types, further keys and kinds of scales for condition records; what ended, what was compiled."""

from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.execute("""
        ALTER TABLE pricing.price_record DROP COLUMN identity;
        ALTER TABLE pricing.price_record
            ADD COLUMN type text NOT NULL DEFAULT '',
            ADD COLUMN scale_by text NOT NULL DEFAULT 'quantity',
            ADD COLUMN from_base numeric NOT NULL DEFAULT 0,
            ADD COLUMN sales_area text,
            ADD COLUMN segment text,
            ADD COLUMN arm text,
            ADD COLUMN metal text;
        UPDATE pricing.price_record SET from_base = scale WHERE scale <> 0;
        ALTER TABLE pricing.price_record ADD COLUMN identity uuid GENERATED ALWAYS AS (
            md5(kind || '|' || type || '|' || coalesce(organisation::text, '') || '|' || coalesce(price_list::text, '')
            || '|' || coalesce(segment, '') || '|' || coalesce(arm, '') || '|' || coalesce(product::text, '') || '|' ||
            coalesce(category::text, '') || '|' || coalesce(sales_area, '') || '|' || currency || '|' || scale_by ||
            '|' || CASE WHEN product IS NULL THEN unit ELSE '' END || '|' || trim_scale(from_base)::text)::uuid
        ) STORED;
        CREATE INDEX price_record_identity ON pricing.price_record (identity);

        CREATE TABLE pricing.ended_record (
            record uuid PRIMARY KEY,
            load bigint NOT NULL
        );
        CREATE INDEX ended_record_load ON pricing.ended_record (load);

        CREATE TABLE pricing.compiled_book (
            token uuid PRIMARY KEY,
            load bigint NOT NULL
        );
    """)
