"""The OpenAPI document: what Litestar derives from the routes, with every possible answer and rule written in."""

import re
from collections.abc import Iterator
from decimal import Decimal
from http import HTTPStatus
from typing import Any, get_args, get_origin

import msgspec
from litestar import Litestar, Response
from litestar._openapi.plugin import OpenAPIPlugin
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import OpenAPIConfig
from litestar.openapi.spec import Components, SecurityScheme
from litestar.openapi.spec.enums import OpenAPIType
from litestar.openapi.spec.schema import Schema
from litestar.plugins import OpenAPISchemaPlugin
from litestar.routes import HTTPRoute
from litestar.typing import FieldDefinition

from fondaco.platform.web.problem import MEDIA_TYPE, ProblemBody

_PAGE = re.compile(r"\bPageOut_(\w+?)(?:Out)?_(?=\")")
_OF_ROOM = re.compile(r"\bfondaco\.(?:modules|connectors)\.([a-z]+)\.(?:[a-z_]+\.)*([A-Z]\w*)")
_NAMED = re.compile(r"#/components/schemas/([^\"]+)\"")
_REF = "#/components/schemas/{name}"
_TEXT = {
    400: "The request cannot be read or does not fit the schema.",
    401: "Not signed in.",
    403: "The permission is missing.",
    404: "There is no such thing, or not for this actor.",
    409: "It does not fit the present state: stale version, life cycle, double key.",
    413: "The body is too large.",
    415: "The body is not of an accepted type.",
    422: "Understood, and against a rule.",
    429: "Too many requests.",
    503: "A part that is needed does not answer now.",
}


class DecimalSchema(OpenAPISchemaPlugin):
    """Decimals are texts in JSON, so that no reader makes floats of them."""

    def is_plugin_supported_field(self, field_definition: FieldDefinition) -> bool:
        """Take every Decimal."""
        return field_definition.is_subclass_of(Decimal)

    def to_openapi_schema(self, field_definition: FieldDefinition, schema_creator: Any) -> Schema:  # noqa: ANN401, ARG002
        """Describe it as a text."""
        return Schema(type=OpenAPIType.STRING, pattern=r"^-?[0-9]{1,20}(\.[0-9]{1,10})?$", examples=["12.50"])


def document(app: Litestar, *, title: str, version: str, description: str) -> dict[str, Any]:
    """Write the OpenAPI 3.1 document of all routes under /v1."""
    # Litestar's own plugin would also serve the document in several ways; we serve one, completed, ourselves.
    plugin = app.plugins.get(OpenAPIPlugin)
    plugin._openapi_config = OpenAPIConfig(  # noqa: SLF001
        title=title,
        version=version,
        description=description,
        components=Components(
            security_schemes={
                "bearer": SecurityScheme(
                    type="http",
                    scheme="bearer",
                    description="A session token, an API key or an access token of POST /v1/oauth/token.",
                )
            }
        ),
    )
    schema: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(plugin.provide_openapi_schema()))
    found = [found for found in operations(app) if found[0] in schema["paths"]]
    bodies = {handler: body_type(handler) for _, _, handler in found}
    answers = {handler: answer_type(handler) for _, _, handler in found}
    errors = [spec.data_container for _, _, handler in found for spec in (handler.responses or {}).values()]
    # The schemas are msgspec's own, so that the document says exactly what is checked and sent.
    types = {kind for kind in (*bodies.values(), *answers.values(), *errors, ProblemBody) if kind is not None}
    ordered = sorted(types, key=str)
    schemas, components = msgspec.json.schema_components(ordered, ref_template=_REF)
    of_type = dict(zip(ordered, schemas, strict=True))
    own = schema.setdefault("components", {}).get("schemas", {})
    schema["components"]["schemas"] = components
    for path, method, handler in found:
        operation = schema["paths"][path][method.lower()]
        for content in operation.get("requestBody", {}).get("content", {}).values():
            if bodies[handler] is not None:
                content["schema"] = of_type[bodies[handler]]
        for content in operation["responses"][str(handler.status_code)].get("content", {}).values():
            if answers[handler] is not None:
                content["schema"] = of_type[answers[handler]]
        for status, spec in (handler.responses or {}).items():
            for content in operation["responses"][str(status)]["content"].values():
                content["schema"] = of_type[spec.data_container]
        _complete(operation, path, method, handler)
    # Enumerations of parameters are described by Litestar alone.
    for name in set(_NAMED.findall(msgspec.json.encode(schema["paths"]).decode())) - components.keys():
        components[name] = own[name]
    schema["paths"] = dict(sorted(schema["paths"].items()))
    schema["servers"] = [{"url": "/"}]
    return _with_short_names(schema)


def _with_short_names(schema: dict[str, Any]) -> dict[str, Any]:
    """Call a page of OrganisationOut an OrganisationPage, and tell equal names of two rooms apart by the room."""
    text = msgspec.json.encode(schema).decode()
    text = _OF_ROOM.sub(lambda found: f"{found[1].capitalize()}{found[2]}", text)
    return msgspec.json.decode(_PAGE.sub(r"\1Page", text))  # type: ignore[no-any-return]


def body_type(handler: HTTPRouteHandler) -> Any:  # noqa: ANN401 - any schema
    """Return the schema of the request's JSON or form; None where there is no such body."""
    field = handler.parsed_fn_signature.parameters.get("data")
    if field is None or not _is_schema(field.annotation):
        return None
    return field.annotation


def answer_type(handler: HTTPRouteHandler) -> Any:  # noqa: ANN401 - any schema
    """Return the schema of the answer that is no refusal; None where it is empty or no JSON."""
    field = handler.parsed_fn_signature.return_type
    annotation = field.annotation
    if field.is_subclass_of(Response):
        annotation = field.inner_types[0].annotation if field.inner_types else Any
    return annotation if _is_schema(annotation) else None


def _is_schema(annotation: Any) -> bool:  # noqa: ANN401 - any annotation
    base = get_origin(annotation) or annotation
    if base in {list, dict, tuple}:
        return all(_is_schema(part) for part in get_args(annotation) if part not in {str, int, Ellipsis})
    return isinstance(base, type) and issubclass(base, msgspec.Struct)


def operations(app: Litestar) -> Iterator[tuple[str, str, HTTPRouteHandler]]:
    """Walk over all documented operations: path, method, handler."""
    for route in app.routes:
        if isinstance(route, HTTPRoute):
            for method, (handler, _) in route.route_handler_map.items():
                if method != "OPTIONS" and handler.resolve_include_in_schema():
                    yield route.path_format, method, handler


def _complete(operation: dict[str, Any], path: str, method: str, handler: HTTPRouteHandler) -> None:
    public = bool(handler.opt.get("public"))
    responses = operation["responses"]
    declared = {str(status) for status in handler.responses or {}}
    problem = {"schema": {"$ref": _REF.format(name="ProblemBody")}}
    for status in _statuses(operation, path, method, handler):
        code = str(status)
        if code not in declared:
            responses[code] = {"description": _TEXT.get(status, HTTPStatus(status).phrase), "content": {}}
        responses[code]["content"][MEDIA_TYPE] = problem
    operation["responses"] = dict(sorted(responses.items()))
    if public:
        operation["security"] = []
        return
    operation["security"] = [{"bearer": []}]
    permission = handler.opt.get("permission")
    if permission:
        names = [permission] if isinstance(permission, str) else list(permission)
        operation["x-permission"] = names
        needs = f"Permission: {' or '.join(f'`{name}`' for name in names)}."
        operation["description"] = f"{operation.get('description', '')}\n\n{needs}".strip()
    operation.setdefault("parameters", []).append(
        {
            "name": "Fondaco-Organisation",
            "in": "header",
            "required": False,
            "description": "The organisation this request works for (`org_…`); without it the caller's own.",
            "schema": {"type": "string", "maxLength": 60},
        }
    )


def _statuses(operation: dict[str, Any], path: str, method: str, handler: HTTPRouteHandler) -> list[int]:
    statuses = {400, 422, 429, 503, *handler.opt.get("answers", ())}
    if not handler.opt.get("public"):
        statuses |= {401, 403, 404}
    if "{" in path:
        statuses.add(404)
    if method not in {"GET", "HEAD"}:
        statuses |= {409, 413}
    if "requestBody" in operation:
        statuses.add(415)
    return sorted(statuses)
