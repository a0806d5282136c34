"""Files of columns that pyarrow writes, and whether it finds in other files what it wrote.

    columns.py write FOLDER      writes NAME for each sample, and samples.json, which says what is in them
    columns.py compare FOLDER    compares each NAME with the file NAME.rebuilt, by all that pyarrow knows of them
"""

import datetime
import decimal
import json
import pathlib
import sys

import pyarrow as pa
from pyarrow import feather, ipc

NOTES = {"made by": "the tests", "empty": ""}


def column(kind, *values, nullable=True, notes=None):
    """Values of a kind, with their field but for its name."""
    return pa.field("", kind, nullable, notes), pa.array(values, kind)


def choice(is_dense):
    """Three values, of two kinds in turn: a dense union has those of each kind without gaps."""
    names, tags = ["whole", "words"], pa.array([0, 1, 0], pa.int8())
    if is_dense:
        places, kinds = pa.array([0, 0, 1], pa.int32()), [pa.array([1, 2], pa.int32()), pa.array(["a"])]
        array = pa.UnionArray.from_dense(tags, places, kinds, names, [0, 1])
    else:
        kinds = [pa.array([1, 0, 2], pa.int32()), pa.array(["", "a", ""])]
        array = pa.UnionArray.from_sparse(tags, kinds, names, [0, 1])
    return pa.field("", array.type), array


def runs():
    array = pa.RunEndEncodedArray.from_arrays(pa.array([2, 3], pa.int32()), pa.array(["a", "b"]))
    return pa.field("", array.type), array


def columns():
    day = datetime.date(2026, 11, 30)
    noon = datetime.datetime(2026, 11, 30, 12)
    pair = pa.struct([pa.field("x", pa.int16(), False), pa.field("y", pa.list_(pa.string()))])
    yield column(pa.null(), None, None, None)
    yield column(pa.bool_(), True, None, False)
    for bits in (8, 16, 32, 64):
        yield column(getattr(pa, f"int{bits}")(), -1, 0, 1, nullable=False)
        yield column(getattr(pa, f"uint{bits}")(), 1, None, 2)
    for kind in (pa.float16(), pa.float32(), pa.float64()):
        yield column(kind, 1.5, None, -2.0)
    for kind in (pa.decimal32(9, 2), pa.decimal64(18, -2), pa.decimal128(38, 3), pa.decimal256(76, 0)):
        yield column(kind, decimal.Decimal(100), None, decimal.Decimal(200))
    yield column(pa.date32(), day, None, day)
    yield column(pa.date64(), day, None, day)
    for kind in (pa.time32("s"), pa.time32("ms"), pa.time64("us"), pa.time64("ns")):
        yield column(kind, noon.time(), None, noon.time())
    for unit in ("s", "ms", "us", "ns"):
        yield column(pa.timestamp(unit), noon, None, noon)
        yield column(pa.timestamp(unit, "Europe/Berlin"), noon, None, noon)
        yield column(pa.duration(unit), datetime.timedelta(days=1), None, datetime.timedelta(0))
    yield column(pa.month_day_nano_interval(), (1, 2, 3), None, (0, 0, 0))
    for kind in (pa.string(), pa.large_string(), pa.string_view()):
        yield column(kind, "Łódź", None, "longer than what stands within a view", notes={"language": "pl"})
    for kind in (pa.binary(), pa.large_binary(), pa.binary_view(), pa.binary(3)):
        yield column(kind, b"abc", None, b"\x00\x01\xff")
    for make in (pa.list_, pa.large_list, pa.list_view, pa.large_list_view):
        yield column(make(pa.int8()), [1, 2], None, [])
    yield column(pa.list_(pa.int8(), 2), [1, 2], None, [3, 4])
    yield column(pair, {"x": 1, "y": ["a"]}, None, {"x": 2, "y": None})
    yield column(pa.map_(pa.string(), pair), [("a", {"x": 1, "y": []})], None, [])
    yield column(pa.map_(pa.string(), pa.int8(), keys_sorted=True), [("a", 1)], None, [])
    yield choice(is_dense=True)
    yield choice(is_dense=False)
    yield column(pa.dictionary(pa.int8(), pa.string()), "a", None, "b")
    yield column(pa.dictionary(pa.uint16(), pa.binary(), ordered=True), b"a", b"b", b"a")
    yield runs()


def table():
    fields, arrays = zip(*columns())
    named = [field.with_name(f"c{number}") for number, field in enumerate(fields)]
    return pa.table(list(arrays), schema=pa.schema(named, NOTES))


def described(field):
    """A field in pyarrow's own words, with those within it apart."""
    kind = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
    within = [kind.field(number) for number in range(kind.num_fields)]
    return {
        "name": field.name, "nullable": field.nullable, "kind": str(kind).partition("<")[0],
        "codes": str(field.type.index_type) if kind is not field.type else None,
        "ordered": kind is not field.type and field.type.ordered,
        "children": [described(child) for child in within], "notes": words(field.metadata),
    }


def words(notes):
    return {key.decode(): value.decode() for key, value in (notes or {}).items()}


def write(folder):
    whole = table()
    few = whole.select([name for name in whole.column_names if whole[name].type.num_fields == 0])
    samples = {}

    def sample(name, what, batches):
        samples[name] = {
            "rows": [batch.num_rows for batch in batches],
            "columns": [described(field) for field in what.schema], "notes": words(what.schema.metadata),
        }

    batches = whole.to_batches() * 2
    for name, opening, compression in (
        ("stream", ipc.new_stream, None), ("file", ipc.new_file, None), ("packed", ipc.new_file, "zstd"),
        ("empty", ipc.new_file, None),
    ):
        given = [] if name == "empty" else batches
        options = ipc.IpcWriteOptions(compression=compression)
        with opening(folder / name, whole.schema, options=options) as writer:
            for batch in given:
                writer.write_batch(batch)
        sample(name, whole, given)

    # Codes that a later batch adds to.
    growing = [pa.table({"c": pa.array(values).dictionary_encode()}) for values in (["a", "b"], ["a", "b", "c"])]
    options = ipc.IpcWriteOptions(emit_dictionary_deltas=True)
    with ipc.new_stream(folder / "growing", growing[0].schema, options=options) as writer:
        for part in growing:
            writer.write_table(part)
    sample("growing", growing[0], growing)

    feather.write_feather(few, folder / "feather", chunksize=2)
    sample("feather", few, few.to_batches(max_chunksize=2))

    with pa.OSFile(str(folder / "grid"), "wb") as file:
        ipc.write_tensor(grid(), file)
    (folder / "samples.json").write_text(json.dumps(samples))


def grid():
    return pa.record_batch({"x": pa.array([1.5, 2, 3]), "y": pa.array([4.0, 5, 6])}).to_tensor()


def read(path):
    if path.name.startswith("grid"):
        return ipc.read_tensor(pa.OSFile(str(path)))
    if path.name.startswith("feather"):
        return feather.read_table(path)
    is_stream = path.name.startswith(("stream", "growing"))
    with (ipc.open_stream if is_stream else ipc.open_file)(path) as reader:
        return reader.read_all()


def compare(folder):
    rebuilt = sorted(folder.glob("*.rebuilt"))
    for path in rebuilt:
        ours, theirs = read(path), read(path.with_suffix(""))
        if path.stem == "grid":
            same = ours.equals(theirs)
        else:
            ours.validate(full=True)
            same = ours.equals(theirs, check_metadata=True)
        assert same, f"{path.stem}: {ours}\nis not\n{theirs}"
    print(" ".join(path.stem for path in rebuilt))


if __name__ == "__main__":
    {"write": write, "compare": compare}[sys.argv[1]](pathlib.Path(sys.argv[2]))
