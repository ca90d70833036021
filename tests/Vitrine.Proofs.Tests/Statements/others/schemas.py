"""schemas.py FOLDER: holds the schemas of docs/formats against JSON Schema 2020-12, and documents against the schemas.

The validator is Debian's python3-jsonschema. Standard input has one {"schema": NAME, "document": ...} a line; standard output says
"valid" or "invalid: WHERE: WHY" for each. A schema that is none, or that uses a word which the draft does not know, ends it with status 1.
"""
import json
import pathlib
import sys
import warnings

warnings.simplefilter("ignore", DeprecationWarning)
import jsonschema  # noqa: E402

# Words whose value is a schema, a list of them, or schemas by name.
ONE = {"items", "additionalProperties"}
MANY = {"oneOf", "prefixItems"}
NAMED = {"properties", "$defs"}
OTHER = {"$schema", "$id", "$ref", "title", "description", "type", "const", "enum", "pattern", "minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems", "required"}


def words(schema, place):
    if isinstance(schema, bool):
        return
    for word, value in schema.items():
        if word not in ONE | MANY | NAMED | OTHER:
            sys.exit(f"{place}: {word} is no word of these schemas")
        if word in ONE:
            words(value, f"{place}/{word}")
        elif word in MANY:
            for at, one in enumerate(value):
                words(one, f"{place}/{word}/{at}")
        elif word in NAMED:
            for name, one in value.items():
                words(one, f"{place}/{word}/{name}")
    if schema.get("type") == "object" and place.count("/oneOf") == 0 and "properties" in schema and schema.get("additionalProperties") is not False:
        sys.exit(f"{place}: an object with named members that does not say whether it may have others")


schemas = {}
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.schema.json")):
    schema = json.loads(path.read_text(encoding="utf-8"))
    if schema["$schema"] != jsonschema.Draft202012Validator.META_SCHEMA["$id"] or not schema["$id"].endswith("/" + path.name):
        sys.exit(f"{path.name}: another draft, or another name than its file's")
    jsonschema.Draft202012Validator.check_schema(schema)
    words(schema, path.name)
    schemas[path.name.removesuffix(".schema.json")] = schema

store = {schema["$id"]: schema for schema in schemas.values()}
validators = {
    name: jsonschema.Draft202012Validator(schema, resolver=jsonschema.RefResolver(schema["$id"], schema, store=store)) for name, schema in schemas.items()
}
for line in sys.stdin:
    asked = json.loads(line)
    error = next(validators[asked["schema"]].iter_errors(asked["document"]), None)
    print("valid" if error is None else f"invalid: {'/'.join(map(str, error.absolute_path))}: {error.message[:200]}")
