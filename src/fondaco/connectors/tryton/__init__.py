"""A real Tryton behind the house: its products, prices and stock come in, our orders go out."""
