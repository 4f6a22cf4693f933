# SPDX-License-Identifier: GPL-3.0-or-later
"""data/api/relay.json as a judge: every answer that a test gets must be one that is described."""

import json
import os
import pathlib
import re

import jsonschema

PATH = pathlib.Path(os.environ["PALIER_SOURCE"]) / "data" / "api" / "relay.json"
PROBLEM = "application/problem+json"


class Description:
    def __init__(self):
        self.document = json.loads(PATH.read_text(encoding="utf-8"))
        self.operations = [(method, path, operation) for path, methods in self.document["paths"].items()
                           for method, operation in methods.items()]
        self.reached = set()

    def find(self, method, path):
        """(operation, its path as it is described), or None."""
        path = path.split("?")[0]
        for described in self.document["paths"]:
            pattern = re.sub(r"\\{\w+\\}", "[^/]+", re.escape(described))
            if re.fullmatch(pattern, path):
                operation = self.document["paths"][described].get("get" if method == "HEAD" else method.lower())
                return operation and (operation, described)
        return None

    def resolve(self, item):
        if "$ref" not in item:
            return item
        found = self.document
        for part in item["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        return found

    def validate(self, schema, value, what):
        whole = {**schema, "components": self.document["components"]}
        validator = jsonschema.Draft202012Validator(whole, format_checker=jsonschema.FormatChecker())
        faults = [f"{'/'.join(map(str, fault.path))}: {fault.message}" for fault in validator.iter_errors(value)]
        assert not faults, f"{what}: {faults}"

    def check(self, method, path, status, headers, body, sent=None):
        """@body: bytes; @sent: what went up, as JSON reads it."""
        what = f"{method} {path} {status}"
        found = self.find(method, path)
        if found is None:
            assert status in (400, 404, 405, 421, 431), f"{what} is not described"
            self.validate({"$ref": "#/components/schemas/Problem"}, json.loads(body), what)
            return
        operation, described = found
        responses = operation["responses"]
        assert str(status) in responses or status >= 400, f"{what}: this status is not described"
        self.reached.add((method.lower(), described, str(status)))
        response = self.resolve(responses.get(str(status)) or responses["default"])
        kind = headers.get("Content-Type", "").split(";")[0]
        if method == "HEAD":
            return
        if "content" in response:
            assert kind in response["content"] or (status >= 400 and kind == PROBLEM), f"{what}: it is {kind}"
        if kind == PROBLEM:
            problem = json.loads(body)
            self.validate({"$ref": "#/components/schemas/Problem"}, problem, what)
            assert problem["status"] == status, what
        elif kind == "application/json":
            self.validate(response["content"][kind]["schema"], json.loads(body), what)
        content = operation.get("requestBody", {}).get("content", {})
        if status < 300 and sent is not None and "application/json" in content:
            self.validate(content["application/json"]["schema"], sent, f"{what}: what was sent")
