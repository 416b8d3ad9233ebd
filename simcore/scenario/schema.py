"""JSON Schema of scenario files, so that editors complete and check them.

A file that extends another, and a part that others extend (no `kind`), need not say
everything: it is held to the same keys and values, with nothing required.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from simcore.scenario.network.network import NetworkScenario
from simcore.scenario.values.distribution import distribution_schema

Schema = dict[str, Any]

_DISTRIBUTION = distribution_schema()  # said once, not at each of its places

_LAYERS: Schema = {
    "extends": {
        "description": "Scenario files that this one changes, by relative path; the later wins.",
        "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}],
    },
    "variants": {
        "description": "Named changes, chosen with --variant: dotted paths or nested maps.",
        "type": "object",
        "additionalProperties": {"type": "object"},
    },
}


def json_schema() -> Schema:
    """Return the JSON Schema (draft 2020-12) of a scenario file of either kind."""
    from simcore.scenario.region.region import RegionScenario

    defs: Schema = {"distribution": _DISTRIBUTION}
    kinds: list[Schema] = []
    for kind, model in (("network", NetworkScenario), ("region", RegionScenario)):
        whole = _schema(model, kind, defs, part=False)
        part = _schema(model, f"{kind}_part", defs, part=True)
        kinds += [whole, part]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "simcore scenario",
        "type": "object",
        "anyOf": kinds,
        "$defs": defs,
    }


def _schema(model: type[BaseModel], prefix: str, defs: Schema, *, part: bool) -> Schema:
    """Return the schema of one kind; its definitions go to `defs` under `prefix`."""
    schema = model.model_json_schema(by_alias=True)
    defs |= {f"{prefix}_{k}": _renamed(v, prefix, part) for k, v in schema.pop("$defs").items()}
    schema = dict(_renamed(schema, prefix, part))
    schema["properties"] = {**schema["properties"], **_LAYERS}
    if not part:
        return schema
    extends_or_no_kind = [{"required": ["extends"]}, {"not": {"required": ["kind"]}}]
    return {**schema, "anyOf": extends_or_no_kind}


def _nullable(schema: Schema) -> Schema:
    """Return a copy that lets null stand for what may be left out, and for entries by name."""
    properties, other = schema.get("properties"), schema.get("additionalProperties")
    if not isinstance(properties, dict | None) or schema.get("type") != "object":
        return schema
    needed = schema.get("required", ())
    copy = dict(schema)
    if properties:
        copy["properties"] = {k: v if k in needed else _or_null(v) for k, v in properties.items()}
    if isinstance(other, dict):
        copy["additionalProperties"] = _or_null(other)
    return copy


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _renamed(schema: Any, prefix: str, part: bool) -> Any:
    """Return a copy whose references carry `prefix`; in a part, nothing is required."""
    if schema == _DISTRIBUTION:
        return {"$ref": "#/$defs/distribution"}
    if isinstance(schema, list):
        return [_renamed(item, prefix, part) for item in schema]
    if not isinstance(schema, dict):
        return schema
    copy: Schema = {}
    for key, value in _nullable(schema).items():
        if key == "$ref":
            copy[key] = value.replace("#/$defs/", f"#/$defs/{prefix}_")
        elif key != "required" or not part or not isinstance(value, list):
            copy[key] = _renamed(value, prefix, part)
    return copy
