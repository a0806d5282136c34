"""The types of a schema's fields, read and built with Google's `flatbuffers` package and no generated code.

A kind reads the value at a position of a buffer. It builds one in two steps, as a Builder asks for: `prepare` writes what
an offset will lead to, `place` puts the value or the offset, `size` bytes, at the front of the buffer.
"""

import math
import struct

from flatbuffers import Builder
from flatbuffers import number_types as N
from flatbuffers.table import Table as View


class Scalar:
    def __init__(self, flags):
        self.flags, self.size, self.alignment = flags, flags.bytewidth, flags.bytewidth

    def read(self, buffer, place):
        value = View(buffer, 0).Get(self.flags, place)
        return value if not isinstance(value, float) or math.isfinite(value) else str(value)

    def prepare(self, builder, value):
        return self.flags.py_type(value)

    def place(self, builder, value):
        builder.Prepend(self.flags, value)


class Enum(Scalar):
    """An enum; JSON has the names of its members, of several if they are flags."""

    def __init__(self, flags, **members):
        super().__init__(flags)
        self.members = members

    def prepare(self, builder, value):
        return value if isinstance(value, int) else sum(self.members[name] for name in value.split(" "))


class Struct:
    """A struct as the `struct` module packs it: `layout` has its padding, `names` a name for each value."""

    def __init__(self, layout, alignment, pack, unpack):
        self.layout, self.alignment, self.pack, self.unpack = "<" + layout, alignment, pack, unpack
        self.size = struct.calcsize(self.layout)

    def read(self, buffer, place):
        return self.unpack(struct.unpack_from(self.layout, buffer, place))

    def prepare(self, builder, value):
        return struct.pack(self.layout, *self.pack(value))

    def place(self, builder, packed):
        builder.Prep(self.alignment, self.size)
        for byte in reversed(packed):
            builder.PrependUint8(byte)


class Reference:
    """What an offset leads to."""

    flags = N.UOffsetTFlags
    size = alignment = flags.bytewidth

    def read(self, buffer, place):
        return self.target(buffer, View(buffer, 0).Indirect(place))

    def place(self, builder, offset):
        builder.PrependUOffsetTRelative(offset)


class String(Reference):
    def __init__(self, shared=False):
        self.shared = shared

    def target(self, buffer, place):
        count = View(buffer, 0).Get(N.UOffsetTFlags, place)
        return bytes(buffer[place + 4 : place + 4 + count]).decode("utf-8")

    def prepare(self, builder, value):
        return builder.CreateSharedString(value) if self.shared else builder.CreateString(value)


class Vector(Reference):
    def __init__(self, element, force_align=1):
        self.element, self.force_align = element, force_align

    def target(self, buffer, place):
        count = View(buffer, 0).Get(N.UOffsetTFlags, place)
        return [self.element.read(buffer, place + 4 + index * self.element.size) for index in range(count)]

    def prepare(self, builder, values):
        prepared = [self.element.prepare(builder, value) for value in values]
        builder.StartVector(self.element.size, len(prepared), max(self.element.alignment, self.force_align))
        for value in reversed(prepared):
            self.element.place(builder, value)
        return builder.EndVector()


class Nested(Vector):
    """A FlatBuffer of its own in a vector of bytes; JSON has its record."""

    def __init__(self, table):
        super().__init__(Scalar(N.Uint8Flags), force_align=8)
        self.table = table

    def prepare(self, builder, record):
        inner = Builder(0)
        inner.Finish(self.table.prepare(inner, record))
        return super().prepare(builder, inner.Output())


class Table(Reference):
    """A table; its fields are set later, as tables refer to each other."""

    fields = ()

    def target(self, buffer, place):
        view, record = View(buffer, place), {}
        for field in self.fields:
            field.read(view, record)
        return record

    def prepare(self, builder, record):
        steps = [step for field in self.fields for step in field.prepare(builder, record)]
        builder.StartObject(1 + max(slot for slot, _, _, _ in steps) if steps else 0)
        for slot, kind, value, default in steps:
            if value is None or (value == default and not builder.forceDefaults):
                continue
            kind.place(builder, value)
            builder.Slot(slot)
        return builder.EndObject()
