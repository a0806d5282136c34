"""Reads and builds records for the tests: peer.py REQUESTS ANSWERS

REQUESTS is a file with a JSON array; each request has one of

    "read": a record in base64
    "build": a record as JSON

and "is_size_prefixed". ANSWERS gets a JSON array with "record" as JSON or "bytes" in base64 for each, and whether the
buffer has the schema's identifier. Files, as pipes would be inherited by whatever else the tests start.
"""

import base64
import json
import sys

import flatbuffers
from flatbuffers import number_types as N
from flatbuffers import util

from specimen import SPECIMEN

IDENTIFIER = b"INTR"


def read(buffer, is_size_prefixed):
    start = 0
    if is_size_prefixed:
        assert util.GetSizePrefix(buffer, 0) == len(buffer) - 4
        buffer, start = util.RemoveSizePrefix(buffer, 0)
    root = start + flatbuffers.encode.Get(N.UOffsetTFlags.packer_type, buffer, start)
    return SPECIMEN.target(buffer, root)


def build(record, is_size_prefixed):
    builder = flatbuffers.Builder(0)
    root = SPECIMEN.prepare(builder, record)
    if is_size_prefixed:
        builder.FinishSizePrefixed(root, IDENTIFIER)
    else:
        builder.Finish(root, IDENTIFIER)
    return bytes(builder.Output())


def answer(request):
    is_size_prefixed = request["is_size_prefixed"]
    if "build" in request:
        buffer = build(request["build"], is_size_prefixed)
        result = {"bytes": base64.b64encode(buffer).decode()}
    else:
        buffer = base64.b64decode(request["read"])
        result = {"record": read(buffer, is_size_prefixed)}
    return result | {"has_identifier": util.BufferHasIdentifier(buffer, 0, IDENTIFIER, is_size_prefixed)}


requests, answers = sys.argv[1:]
with open(requests, encoding="utf-8") as source, open(answers, "w", encoding="utf-8") as target:
    json.dump([answer(request) for request in json.load(source)], target, allow_nan=False)
