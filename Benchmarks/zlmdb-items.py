"""The rows of run-store with typed tables of zLMDB: python3 zlmdb-items.py WORK FOLDER COUNT

Prints nanoseconds per operation. `make` makes the folder with COUNT records; the others do COUNT operations.
"""

import shutil
import sys
import time

import zlmdb

from zlmdb import flatbuffers
from flatbuffers import encode, number_types, packer
from flatbuffers.table import Table

NAME = "n" * 59


def mix(number):
    mask = (1 << 64) - 1
    z = number + 0x9E3779B97F4A7C15 & mask
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & mask
    z = (z ^ z >> 27) * 0x94D049BB133111EB & mask
    return z ^ z >> 31


def build(item, builder):
    """An Item of items.fbs: id, amount, name."""
    name = builder.CreateString(item[2])
    builder.StartObject(3)
    builder.PrependUint64Slot(0, item[0], 0)
    builder.PrependUint64Slot(1, item[1], 0)
    builder.PrependUOffsetTRelativeSlot(2, name, 0)
    return builder.EndObject()


class Item:
    def __init__(self, data):
        self.table = Table(data, encode.Get(packer.uoffset, data, 0))

    @property
    def amount(self):
        offset = self.table.Offset(6)
        return self.table.Get(number_types.Uint64Flags, offset + self.table.Pos) if offset else 0


@zlmdb.table("3c0fb2b6-5b0e-4f0c-9d2e-0d1f5a6b7c01", build=build, cast=Item)
class Items(zlmdb.MapOidFlatBuffers):
    """Items by number."""


def database(folder):
    return zlmdb.Database(dbpath=folder, maxsize=4 << 30, sync=False, lib_version="0.9")


def write(items, db, numbers):
    with db.begin(write=True) as txn:
        for number in numbers:
            items[txn, number] = (number, number, NAME)


def read(items, db, work, count, stored):
    total = 0
    with db.begin() as txn:
        if work == "get":
            for number in range(count):
                total += items[txn, mix(number) % stored].amount
        elif work == "scan":
            for item in items.select(txn, return_keys=False, to_key=count):
                total += item.amount
        else:
            for number in range(count // 100):
                first = mix(number) % (stored - 100)
                for item in items.select(
                    txn, return_keys=False, from_key=first, to_key=first + 100
                ):
                    total += item.amount
    return total


def main(work, folder, count):
    makes = work in ("make", "put", "append")
    if work in ("put", "append"):
        folder += "-written"
    if makes:
        shutil.rmtree(folder, ignore_errors=True)
    with database(folder) as db:
        items = db.attach_table(Items)
        # As many as `make` stores.
        stored = 100_000
        start = time.perf_counter_ns()
        if work == "put":
            write(items, db, (mix(number) % 1_000_000 for number in range(count)))
        elif makes:
            write(items, db, range(count))
        else:
            read(items, db, work, count, stored)
        print((time.perf_counter_ns() - start) / count)


main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
