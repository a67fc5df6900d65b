"""Checks an OpenAPI document given on standard input.

Input: {"document": ..., "requests": [{"path", "request", "answer"}]}. Prints a line per fault; none is good.
"""
import json
import os
import sys

from jsonschema import Draft202012Validator

HERE = os.path.dirname(os.path.abspath(__file__))


def faults(schema, value, what):
    for error in Draft202012Validator(schema).iter_errors(value):
        yield f"{what}: {'/'.join(map(str, error.absolute_path))}: {error.message[:300]}"


def schemas(node, path=""):
    """Every Schema Object of the document: what stands under "schema", and the named ones."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "schema":
                yield path, value
            elif key == "schemas":
                yield from ((f"{path}/{name}", schema) for name, schema in value.items())
            elif key != "example":
                yield from schemas(value, f"{path}/{key}")
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from schemas(value, f"{path}/{index}")


def main():
    given = json.load(sys.stdin)
    document = given["document"]
    with open(os.path.join(HERE, "openapi-3.1.schema.json"), encoding="utf-8") as file:
        found = list(faults(json.load(file), document, "document"))
    for path, schema in schemas(document):
        found += faults(Draft202012Validator.META_SCHEMA, schema, path)
    for made in given["requests"]:
        operation = document["paths"][made["path"]]["post"]
        content = operation["requestBody"]["content"]["application/json"]["schema"]
        answer = operation["responses"]["200"]["content"]["application/json"]["schema"]
        for schema, value, what in ((content, made["request"], "request"), (answer, made["answer"], "answer")):
            # references begin at the document
            found += faults({**schema, "components": document["components"]}, value, f"{made['path']} {what}")
    print("\n".join(found))


main()
