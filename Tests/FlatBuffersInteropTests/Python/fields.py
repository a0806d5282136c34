"""The fields of a table: a value by its slot, a union by those of its tag and its member."""

from flatbuffers import number_types as N
from flatbuffers.table import Table as View

from kinds import Reference, Scalar, Struct, Vector

TAG = Scalar(N.Uint8Flags)


class Field:
    """`default` is `None` for what can be absent."""

    def __init__(self, name, slot, kind, default=None):
        self.name, self.slot, self.kind, self.default = name, slot, kind, default

    def read(self, view, record):
        offset = view.Offset(4 + 2 * self.slot)
        value = self.kind.read(view.Bytes, view.Pos + offset) if offset else self.default
        if value is not None:
            record[self.name] = value

    def prepare(self, builder, record):
        value = record.get(self.name, self.default)
        if value is None:
            return []
        return [(self.slot, self.kind, self.kind.prepare(builder, value), self.default)]


class Members:
    """The members of a union by tag: pairs of a name in JSON and a kind."""

    def __init__(self, *members):
        self.members = dict(enumerate(members, 1))
        self.tags = {name: tag for tag, (name, _) in self.members.items()}

    def read(self, tag, buffer, place):
        if tag == 0:
            return None
        kind = self.members[tag][1]
        return kind.read(buffer, place) if isinstance(kind, Struct) else kind.target(buffer, place)

    def prepare(self, builder, tag, value):
        kind = self.members[tag][1]
        prepared = kind.prepare(builder, value)
        if not isinstance(kind, Struct):
            return prepared
        kind.place(builder, prepared)
        return builder.Offset()


class Union:
    def __init__(self, name, slot, members):
        self.name, self.slot, self.members = name, slot, members

    def read(self, view, record):
        tag = view.Offset(2 + 2 * self.slot)
        tag = view.Get(N.Uint8Flags, view.Pos + tag) if tag else 0
        offset = view.Offset(4 + 2 * self.slot)
        record[self.name + "_type"] = tag
        if tag:
            member = View(view.Bytes, 0)
            view.Union(member, offset)
            record[self.name] = self.members.read(tag, member.Bytes, member.Pos)

    def prepare(self, builder, record):
        if self.name not in record:
            return []
        tag = self.members.tags[record[self.name + "_type"]]
        member = self.members.prepare(builder, tag, record[self.name])
        return [(self.slot - 1, TAG, tag, None), (self.slot, Reference(), member, None)]


class Unions:
    """A vector of unions."""

    def __init__(self, name, slot, members):
        self.name, self.slot, self.members = name, slot, members

    def read(self, view, record):
        tags, offset = view.Offset(2 + 2 * self.slot), view.Offset(4 + 2 * self.slot)
        if offset:
            tags = Vector(TAG).read(view.Bytes, view.Pos + tags)
            start = view.Vector(offset)
            places = [view.Indirect(start + 4 * index) for index in range(view.VectorLen(offset))]
            record[self.name + "_type"] = tags
            record[self.name] = [
                self.members.read(tag, view.Bytes, place) for tag, place in zip(tags, places, strict=True)
            ]

    def prepare(self, builder, record):
        if self.name not in record:
            return []
        tags = [self.members.tags[name] for name in record[self.name + "_type"]]
        values = zip(tags, record[self.name], strict=True)
        members = [self.members.prepare(builder, tag, value) for tag, value in values]
        vector = builder.StartVector(4, len(members), 4)
        for member in reversed(members):
            builder.PrependUOffsetTRelative(member)
        vector = builder.EndVector()
        tags = Vector(TAG).prepare(builder, tags)
        return [(self.slot - 1, Reference(), tags, None), (self.slot, Reference(), vector, None)]
