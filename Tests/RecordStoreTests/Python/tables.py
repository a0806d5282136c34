"""A program of zLMDB: python3 tables.py FOLDER COMMAND [ARGUMENT…]; says in JSON what it found."""

import json
import struct
import sys
import time
import uuid

import zlmdb
from zlmdb import _types

from zlmdb import flatbuffers
from flatbuffers import encode, number_types, packer
from flatbuffers.table import Table

PEOPLE = "7c1e6d1f-6c0a-4cf1-9a1f-8d6a5f3b2e01"
SETTINGS = "7c1e6d1f-6c0a-4cf1-9a1f-8d6a5f3b2e02"
EVENTS = "7c1e6d1f-6c0a-4cf1-9a1f-8d6a5f3b2e03"


def build(person, builder):
    """A Person of people.fbs: id, name, team, email, photo."""
    name = builder.CreateString(person["name"])
    builder.StartObject(5)
    builder.PrependUint64Slot(0, person["id"], 0)
    builder.PrependUOffsetTRelativeSlot(1, name, 0)
    builder.PrependUint32Slot(2, person["team"], 0)
    return builder.EndObject()


def cast(data):
    table = Table(data, encode.Get(packer.uoffset, data, 0))

    def number(slot, flags):
        offset = table.Offset(slot)
        return table.Get(flags, offset + table.Pos) if offset else 0

    name = table.String(table.Offset(6) + table.Pos).decode()
    return {
        "id": number(4, number_types.Uint64Flags),
        "name": name,
        "team": number(8, number_types.Uint32Flags),
    }


def same(value):
    return value


@zlmdb.table(PEOPLE, build=build, cast=cast)
class People(zlmdb.MapOidFlatBuffers):
    """People by number."""


@zlmdb.table(SETTINGS, marshal=same, parse=same)
class Settings(zlmdb.MapStringJson):
    """Settings by name."""


@zlmdb.table(EVENTS, marshal=same, parse=same)
class Events(zlmdb.MapUuidCbor):
    """Events by UUID."""


def database(folder, **options):
    return zlmdb.Database(dbpath=folder, maxsize=1 << 28, sync=False, **options)


def person(number, name=None):
    return {"id": number, "name": name or f"name {number}", "team": number % 3}


def make(folder):
    """Makes a file with three tables."""
    with database(folder, lib_version="0.9") as db:
        people, settings, events = (db.attach_table(table) for table in (People, Settings, Events))
        with db.begin(write=True) as txn:
            for number in range(1, 101):
                people[txn, number] = person(number)
            settings[txn, "window"] = {"width": 640, "scale": 1.5, "title": "Ä\n😀", "tags": [True, None]}
            events[txn, uuid.UUID(int=5)] = {"at": 1 << 40, "negative": -500, "body": b"\x01\x02", "half": 0.5}


def modern(folder):
    """Makes a file of LMDB 1.0, as zLMDB does by default."""
    with database(folder) as db:
        db.attach_table(People)


def show(folder):
    """The people, and the descriptions of all tables."""
    with database(folder, create=False) as db:
        people = db.attach_table(People)
        with db.begin() as txn:
            rows = [value for _, value in people.select(txn, return_keys=True, return_values=True)]
        slots = sorted(db._get_slots(cached=False).values(), key=lambda slot: slot.slot)
        tables = [slot.marshal() for slot in slots]
    print(json.dumps({"people": rows, "tables": tables}))


def truncate(folder):
    """Deletes all people, as zLMDB does it: and all tables behind."""
    with database(folder) as db:
        people = db.attach_table(People)
        with db.begin(write=True) as txn:
            people.truncate(txn)


def churn(folder, seconds):
    """Writes people with even numbers, each transaction all with one name, and looks at all numbers."""
    rounds = 0
    with database(folder, create=False) as db:
        people = db.attach_table(People)
        print("ready", flush=True)
        end = time.monotonic() + float(seconds)
        while time.monotonic() < end:
            with db.begin(write=True) as txn:
                for number in range(2, 101, 2):
                    people[txn, number] = person(number, f"python {rounds}")
            with db.begin() as txn:
                for parity in (0, 1):
                    names = {people[txn, number]["name"] for number in range(2 - parity, 101, 2)}
                    assert len(names) == 1 or any(name.startswith("name ") for name in names), names
            rounds += 1
    print(rounds, flush=True)


def keys(folder):
    """What each class of keys makes of a value, in hexadecimal."""
    time_, oid, text = types_time(1 << 60), 0x0102030405060708 % 2**53, "Ä"
    one, two = uuid.UUID(int=1), uuid.UUID(bytes=bytes(range(16)))
    samples = {
        "Oid": oid,
        "OidOid": (oid, 2),
        "Oid3": (oid, 2, 3),
        "OidTimestamp": (oid, time_),
        "OidTimestampString": (oid, time_, text),
        "OidString": (oid, text),
        "StringOid": (text, oid),
        "String": text,
        "StringString": (text, "b"),
        "StringStringString": (text, "", "c"),
        "Uuid": two,
        "UuidUuid": (one, two),
        "UuidUuidUuid": (one, two, one),
        "UuidUuidUuidUuid": (one, two, one, two),
        "Uint16UuidTimestamp": (0x0102, two, time_),
        "UuidBytes20Uint8": (two, bytes(range(20)), 7),
        "UuidBytes20Uint8Uuid": (two, bytes(range(20)), 7, one),
        "UuidBytes20Bytes20Uint8Uuid": (two, bytes(range(20)), bytes(20), 7, one),
        "Timestamp": time_,
        "TimestampUuid": (time_, two),
        "UuidTimestampUuid": (one, time_, two),
        "TimestampUuidString": (time_, two, text),
        "TimestampBytes32": (time_, bytes(range(32))),
        "TimestampString": (time_, text),
        "StringTimestamp": (text, time_),
        "UuidTimestamp": (two, time_),
        "Uint64Timestamp": (oid, time_),
        "UuidString": (two, text),
        "SlotUuid": (0x0102, two),
        "Bytes32": bytes(range(32)),
        "Bytes32Bytes32": (bytes(range(32)), bytes(32)),
        "Bytes32Uuid": (bytes(range(32)), two),
        "Bytes32String": (bytes(range(32)), text),
        "UuidUuidString": (one, two, text),
        "UuidUuidUuidString": (one, two, one, text),
        "Bytes20": bytes(range(20)),
        "Bytes16": bytes(range(16)),
        "Bytes20Bytes20": (bytes(range(20)), bytes(20)),
        "Bytes20String": (bytes(range(20)), text),
        "Bytes20Timestamp": (bytes(range(20)), time_),
        "Bytes16Timestamp": (bytes(range(16)), time_),
        "Bytes16TimestampUuid": (bytes(range(16)), time_, two),
    }
    made = {}
    for name, value in samples.items():
        mixin = getattr(_types, f"_{name}KeysMixin")
        made[name] = mixin()._serialize_key(value).hex()
    # Of this class no key can be made at all.
    broken = {"UuidBytes32"}
    names = {name[1:-len("KeysMixin")] for name in dir(_types) if name.endswith("KeysMixin")} - broken
    print(json.dumps({"keys": made, "unsampled": sorted(names - samples.keys())}))


def types_time(nanoseconds):
    import numpy

    return numpy.datetime64(nanoseconds, "ns")


commands = {"make": make, "modern": modern, "show": show, "truncate": truncate, "churn": churn, "keys": keys}
commands[sys.argv[2]](sys.argv[1], *sys.argv[3:])
