"""Writing the room's values as JSON structures."""

