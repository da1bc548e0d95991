"""What Tryton would answer, decided here: formulas, first matching line, units and rounding."""
