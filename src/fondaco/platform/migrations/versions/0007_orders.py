"""The first tables of orders: carts, orders, their parts for the ERPs, shipments and invoices."""

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.execute("""
        CREATE SCHEMA orders;

        CREATE SEQUENCE orders.order_number START 1000001;

        CREATE TABLE orders.cart (
            id uuid PRIMARY KEY,
            organisation uuid NOT NULL,
            contact uuid,
            name text NOT NULL DEFAULT '',
            currency text NOT NULL,
            state text NOT NULL DEFAULT 'open',
            version integer NOT NULL DEFAULT 1,
            last_position integer NOT NULL DEFAULT 0,
            created_at timestamptz NOT NULL,
            updated_at timestamptz NOT NULL
        );
        CREATE INDEX cart_organisation ON orders.cart (organisation, state, updated_at);

        CREATE TABLE orders.cart_line (
            id uuid PRIMARY KEY,
            cart uuid NOT NULL REFERENCES orders.cart (id) ON DELETE CASCADE,
            position integer NOT NULL,
            product uuid NOT NULL,
            quantity numeric NOT NULL CONSTRAINT cart_line_quantity CHECK (quantity > 0),
            unit text NOT NULL,
            note text NOT NULL DEFAULT '',
            requested_date date,
            CONSTRAINT cart_line_position UNIQUE (cart, position)
        );

        CREATE TABLE orders.sales_order (
            id uuid PRIMARY KEY,
            number text NOT NULL,
            organisation uuid NOT NULL,
            contact uuid,
            on_behalf uuid,
            cart uuid UNIQUE,
            state text NOT NULL,
            version integer NOT NULL DEFAULT 1,
            placed_at timestamptz NOT NULL,
            po_number text NOT NULL DEFAULT '',
            ship_to uuid,
            ship_to_lines text[] NOT NULL DEFAULT '{}',
            requested_date date,
            note text NOT NULL DEFAULT '',
            currency text NOT NULL,
            net numeric NOT NULL,
            tax numeric NOT NULL,
            freight numeric NOT NULL DEFAULT 0,
            gross numeric NOT NULL,
            line_count integer NOT NULL,
            source text NOT NULL DEFAULT '',
            source_key text,
            digest text,
            CONSTRAINT sales_order_number UNIQUE (source, number),
            CONSTRAINT sales_order_source_key UNIQUE (source, source_key)
        );
        CREATE INDEX sales_order_history ON orders.sales_order (organisation, placed_at DESC, id DESC);
        CREATE INDEX sales_order_placed ON orders.sales_order (placed_at DESC, id DESC);

        CREATE TABLE orders.sales_order_line (
            id uuid PRIMARY KEY,
            sales_order uuid NOT NULL REFERENCES orders.sales_order (id) ON DELETE CASCADE,
            position integer NOT NULL,
            product uuid NOT NULL,
            sku text NOT NULL,
            name text NOT NULL,
            quantity numeric NOT NULL,
            unit text NOT NULL,
            price numeric NOT NULL,
            price_per numeric NOT NULL,
            price_unit text NOT NULL,
            amount numeric NOT NULL,
            tax_rate numeric NOT NULL,
            because jsonb NOT NULL DEFAULT '[]',
            schedule jsonb NOT NULL DEFAULT '[]',
            state text NOT NULL,
            shipped numeric NOT NULL DEFAULT 0,
            system text NOT NULL,
            note text NOT NULL DEFAULT '',
            requested_date date,
            CONSTRAINT sales_order_line_position UNIQUE (sales_order, position)
        );
        CREATE INDEX sales_order_line_product ON orders.sales_order_line (product);

        CREATE TABLE orders.export_queue (
            system text PRIMARY KEY,
            last_sequence bigint NOT NULL
        );

        CREATE TABLE orders.order_export (
            id uuid PRIMARY KEY,
            sales_order uuid NOT NULL REFERENCES orders.sales_order (id) ON DELETE CASCADE,
            system text NOT NULL,
            sequence bigint NOT NULL,
            reference text NOT NULL,
            state text NOT NULL DEFAULT 'waiting',
            attempts integer NOT NULL DEFAULT 0,
            error text NOT NULL DEFAULT '',
            next_attempt_at timestamptz,
            begun_at timestamptz,
            exported_at timestamptz,
            external_key text,
            external_number text,
            erp_state text,
            CONSTRAINT order_export_sequence UNIQUE (system, sequence),
            CONSTRAINT order_export_part UNIQUE (sales_order, system),
            CONSTRAINT order_export_external_key UNIQUE (system, external_key)
        );
        CREATE INDEX order_export_open ON orders.order_export (system, sequence)
            WHERE state IN ('waiting', 'sending', 'parked');

        CREATE TABLE orders.shipment (
            sales_order uuid NOT NULL REFERENCES orders.sales_order (id) ON DELETE CASCADE,
            system text NOT NULL,
            key text NOT NULL,
            number text NOT NULL,
            state text NOT NULL,
            shipped_on date,
            tracking text NOT NULL DEFAULT '',
            lines jsonb NOT NULL DEFAULT '[]',
            told_at timestamptz NOT NULL DEFAULT clock_timestamp(),
            PRIMARY KEY (sales_order, system, key)
        );

        CREATE TABLE orders.invoice (
            sales_order uuid NOT NULL REFERENCES orders.sales_order (id) ON DELETE CASCADE,
            system text NOT NULL,
            key text NOT NULL,
            number text NOT NULL,
            state text NOT NULL,
            issued_on date,
            due_on date,
            currency text NOT NULL,
            net numeric NOT NULL,
            tax numeric NOT NULL,
            gross numeric NOT NULL,
            told_at timestamptz NOT NULL DEFAULT clock_timestamp(),
            PRIMARY KEY (sales_order, system, key)
        );
    """)
