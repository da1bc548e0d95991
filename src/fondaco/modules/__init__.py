"""The rooms: commerce and the instruments of the change."""
