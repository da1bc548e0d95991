"""The verbs behind the door of intake."""
