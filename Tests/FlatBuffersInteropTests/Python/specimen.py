"""The schema of the tests, `Schemas/interop.fbs`, written down again by hand."""

from flatbuffers import number_types as N

from fields import Field, Members, Union, Unions
from kinds import Enum, Nested, Scalar, String, Struct, Table, Vector

BOOL, BYTE, UBYTE = Scalar(N.BoolFlags), Scalar(N.Int8Flags), Scalar(N.Uint8Flags)
SHORT, USHORT, INT, UINT = (Scalar(flags) for flags in (N.Int16Flags, N.Uint16Flags, N.Int32Flags, N.Uint32Flags))
LONG, ULONG = Scalar(N.Int64Flags), Scalar(N.Uint64Flags)
FLOAT, DOUBLE = Scalar(N.Float32Flags), Scalar(N.Float64Flags)
STRING = String()

MOOD = Enum(N.Int8Flags, Calm=-1, Merry=0, Grim=5)
RIGHT = Enum(N.Uint16Flags, Read=1, Write=2, Share=512)
DISTANCE = Enum(N.Int64Flags, Near=-9_000_000_000, Here=0, Far=9_000_000_000)


def pack_spot(spot):
    return spot["floor"], float(spot["x"]), float(spot["y"])


def unpack_spot(values):
    return dict(zip(("floor", "x", "y"), map(finite, values)))


def finite(value):
    """A number as JSON can carry it."""
    return str(value) if value in (float("inf"), float("-inf")) else value


def pack_badge(badge):
    first, second = badge["spots"]
    moods = [MOOD.prepare(None, mood) for mood in (badge["mood"], *badge["moods"])]
    return (
        badge["number"], moods[0], badge["valid"], *badge["levels"], *pack_spot(first), *pack_spot(second),
        *moods[1:], *pack_spot(badge["home"]),
    )


def unpack_badge(values):
    spots = [unpack_spot(values[index : index + 3]) for index in (6, 9, 14)]
    return {
        "number": values[0], "mood": values[1], "valid": values[2], "levels": values[3:6], "spots": spots[:2],
        "moods": values[12:14], "home": spots[2],
    }


SPOT = Struct("B3xfd", 8, pack_spot, unpack_spot)
BADGE = Struct("Ib?3h4x" + "B3xfd" * 2 + "2b6x" + "B3xfd", 8, pack_badge, unpack_badge)
BLOCK = Struct("QQ", 16, lambda block: (block["low"], block["high"]), lambda values: dict(zip(("low", "high"), values)))

TAG, LINK, COUNTER, NUMBERED, SPECIMEN = Table(), Table(), Table(), Table(), Table()
TAG.fields = [Field("name", 0, STRING), Field("weight", 1, FLOAT, 1.5)]
LINK.fields = [Field("label", 0, STRING), Field("next", 1, LINK), Field("more", 2, Vector(LINK))]
COUNTER.fields = [Field("id", 0, LONG, 0), Field("hits", 1, UINT, 0)]
NUMBERED.fields = [Field("middle", 0, SHORT, -3), Field("first", 1, INT, 0), Field("last", 2, STRING)]

THING = Members(
    ("Tag", TAG), ("Spot", SPOT), ("Text", STRING), ("Again", TAG), ("Numbered", NUMBERED), ("Badge", BADGE),
    ("Words", STRING),
)

SCALARS = [
    Field("flag", 0, BOOL, False), Field("tiny", 1, BYTE, 0), Field("octet", 2, UBYTE, 200),
    Field("small", 3, SHORT, -300), Field("port", 4, USHORT, 0), Field("number", 5, INT, 77),
    Field("count", 6, UINT, 0), Field("large", 7, LONG, -5_000_000_000), Field("huge", 8, ULONG, 1),
    Field("ratio", 9, FLOAT, 0.5), Field("precise", 10, DOUBLE, 0.0), Field("mood", 11, MOOD, 0),
    Field("rights", 12, RIGHT, 513), Field("distance", 13, DISTANCE, 0), Field("key_hash", 64, UINT, 0),
    Field("coloured", 66, INT, 0),
]
OPTIONAL_SCALARS = [
    Field("maybe_flag", 14, BOOL), Field("maybe_tiny", 15, BYTE), Field("maybe_octet", 16, UBYTE),
    Field("maybe_small", 17, SHORT), Field("maybe_port", 18, USHORT), Field("maybe_number", 19, INT),
    Field("maybe_count", 20, UINT), Field("maybe_large", 21, LONG), Field("maybe_huge", 22, ULONG),
    Field("maybe_ratio", 23, FLOAT), Field("maybe_precise", 24, DOUBLE), Field("maybe_mood", 25, MOOD),
]
OBJECTS = [
    Field("title", 26, STRING), Field("note", 27, STRING), Field("common", 28, String(shared=True)),
    Field("spot", 29, SPOT), Field("badge", 30, BADGE), Field("block", 31, BLOCK), Field("tag", 32, TAG),
    Field("link", 33, LINK), Field("numbered", 34, NUMBERED), Union("thing", 36, THING), Union("must", 38, THING),
]
VECTORS = [
    Field("flags", 39, Vector(BOOL)), Field("tinies", 40, Vector(BYTE)), Field("octets", 41, Vector(UBYTE)),
    Field("smalls", 42, Vector(SHORT)), Field("ports", 43, Vector(USHORT)), Field("numbers", 44, Vector(INT)),
    Field("counts", 45, Vector(UINT)), Field("larges", 46, Vector(LONG)), Field("huges", 47, Vector(ULONG)),
    Field("ratios", 48, Vector(FLOAT)), Field("precises", 49, Vector(DOUBLE)), Field("moods", 50, Vector(MOOD)),
    Field("rights_list", 51, Vector(RIGHT)), Field("distances", 52, Vector(DISTANCE)),
    Field("spots", 53, Vector(SPOT)), Field("badges", 54, Vector(BADGE)), Field("blocks", 55, Vector(BLOCK)),
    Field("names", 56, Vector(STRING)), Field("tags", 57, Vector(TAG)), Field("counters", 58, Vector(COUNTER)),
    Field("links", 59, Vector(LINK)), Unions("things", 61, THING), Field("aligned", 62, Vector(UBYTE, force_align=16)),
    Field("inner", 63, Nested(LINK)),
]
SPECIMEN.fields = SCALARS + OPTIONAL_SCALARS + OBJECTS + VECTORS
