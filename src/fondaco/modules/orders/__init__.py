"""Orders: carts, quick order, orders with their history, and the way of an order into the ERP."""
