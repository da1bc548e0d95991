"""The client of the API that storefront, console and tests use; `generated.py` is written from the OpenAPI document."""
