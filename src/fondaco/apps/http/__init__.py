"""Routes that belong to no room: health, metrics, the OpenAPI document, changes as they happen."""
