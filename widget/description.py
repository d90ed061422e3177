"""The service described for programs: /openapi.json and /opensearch.xml."""

from __future__ import annotations

from types import NoneType
from typing import Any, Literal, get_args, get_origin, get_type_hints, is_typeddict
from xml.sax.saxutils import escape

import orjson
from flask import Blueprint, Response, request

from widget.contract import (
    LivenessPayload,
    ProblemPayload,
    ReadinessPayload,
    ResultsPayload,
    SectionPayload,
    SuggestionsPayload,
)
from widget.headers import tagged
from widget.parameters import LANGUAGES, LIMIT, OFFSET, SUGGESTIONS, WholeNumber

description = Blueprint("description", __name__)

Schema = dict[str, Any]  # JSON Schema is as deep as what it describes

_JSON, _PROBLEM = "application/json", "application/problem+json"
_QUERY: Schema = {
    "name": "q", "in": "query", "description": "the question, at most 200 characters after cleaning",
    "schema": {"type": "string", "default": ""},
}  # fmt: skip
_GUIDE: Schema = {
    "name": "guide", "in": "query", "description": "ids of guides: only their sections",
    "schema": {"type": "array", "items": {"type": "string"}}, "style": "form", "explode": True,
}  # fmt: skip
_LANG: Schema = {
    "name": "lang", "in": "query", "description": "only sections in this language",
    "schema": {"type": "string", "enum": list(LANGUAGES)},
}  # fmt: skip
_ID: Schema = {
    "name": "id", "in": "path", "required": True, "description": "a section's id, as hits name it",
    "schema": {"type": "string", "minLength": 1},
}  # fmt: skip
_PLAIN: dict[object, Schema] = {
    str: {"type": "string"}, int: {"type": "integer"}, float: {"type": "number"}, bool: {"type": "boolean"},
    object: {}, NoneType: {"type": "null"},
}  # fmt: skip


@description.get("/openapi.json")
def openapi() -> Response:
    """Describe the API as OpenAPI 3.1, made from the very types and parameters that it is made of."""
    return _lasting(orjson.dumps(openapi_document()), _JSON)


@description.get("/opensearch.xml")
def opensearch() -> Response:
    """Describe the search to browsers, as OpenSearch 1.1."""
    root = escape(request.url_root, {'"': "&quot;"})
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">',
        "<ShortName>Help</ShortName><Description>Questions about this service</Description>",
        "<InputEncoding>UTF-8</InputEncoding>",
        f'<Url type="text/html" template="{root}?q={{searchTerms}}"/>',
        f'<Url type="application/json" template="{root}search?q={{searchTerms}}"/>',
        "</OpenSearchDescription>",
    ]
    return _lasting("\n".join(lines).encode(), "application/opensearchdescription+xml")


def openapi_document() -> Schema:
    """Give the description of the API."""
    schemas: dict[str, Schema] = {}
    problem = _answer("A problem, as in RFC 9457", ProblemPayload, schemas, _PROBLEM)
    refused = {"400": problem, "429": problem, "503": problem}
    paths = {
        "/search": _operation(
            "Ranked sections that answer a question", ResultsPayload, schemas, refused,
            _QUERY, _number(LIMIT), _number(OFFSET), _GUIDE, _LANG,
        ),
        "/suggest": _operation(
            "Titles that a question being typed may become; for an empty one, titles to begin with", SuggestionsPayload,
            schemas, refused, _QUERY, _number(SUGGESTIONS),
        ),
        "/sections/{id}": _operation("One whole section", SectionPayload, schemas, {**refused, "404": problem}, _ID),
        "/livez": _operation("Whether the process answers", LivenessPayload, schemas, {}),
        "/readyz": _operation("Which index is served", ReadinessPayload, schemas, {"503": problem}),
    }  # fmt: skip
    return {
        "openapi": "3.1.0",
        "info": {"title": "helpwidget", "version": "1", "license": {"name": "MIT", "identifier": "MIT"}},
        "paths": paths,
        "components": {"schemas": schemas},
    }


def _operation(
    summary: str, payload: type, schemas: dict[str, Schema], problems: dict[str, Schema], *parameters: Schema
) -> Schema:
    responses = {"200": _answer(summary, payload, schemas, _JSON), **problems}
    return {"get": {"summary": summary, "parameters": list(parameters), "responses": responses}}


def _answer(meaning: str, payload: type, schemas: dict[str, Schema], content_type: str) -> Schema:
    return {"description": meaning, "content": {content_type: {"schema": _schema(payload, schemas)}}}


def _number(parameter: WholeNumber) -> Schema:
    schema = {"type": "integer", "minimum": parameter.least, "maximum": parameter.most, "default": parameter.default}
    return {"name": parameter.name, "in": "query", "description": parameter.meaning, "schema": schema}


def _schema(kind: Any, schemas: dict[str, Schema]) -> Schema:  # noqa: ANN401 - any type that payloads are made of
    """Give the JSON Schema of a type; those of typed dictionaries go into `schemas` by their names."""
    if is_typeddict(kind):
        schemas.setdefault(kind.__name__, _object_schema(kind, schemas))
        return {"$ref": f"#/components/schemas/{kind.__name__}"}
    if kind in _PLAIN:
        return _PLAIN[kind]
    arguments = get_args(kind)
    if get_origin(kind) is list:
        return {"type": "array", "items": _schema(arguments[0], schemas)}
    if get_origin(kind) is Literal:
        return {"enum": list(arguments)}
    if get_origin(kind) is dict:
        return {"type": "object", "additionalProperties": _schema(arguments[1], schemas)}
    return {"anyOf": [_schema(argument, schemas) for argument in arguments]}


def _object_schema(kind: Any, schemas: dict[str, Schema]) -> Schema:  # noqa: ANN401 - a typed dictionary's class
    properties = {name: _schema(hint, schemas) for name, hint in get_type_hints(kind).items()}
    required = sorted(kind.__required_keys__)
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _lasting(body: bytes, content_type: str) -> Response:
    response = Response(body, content_type=content_type)
    response.headers["Cache-Control"] = "public, max-age=3600"
    return tagged(response)
