// What public signatures speak of other modules: who imports this one need not know those.
@_exported public import struct FlatBuffersReflection.DynamicTable
@_exported public import struct FlatBuffersReflection.EvolutionFinding
@_exported public import struct FlatBuffersReflection.Schema
@_exported public import struct FlatBuffersRuntime.EmbeddedSchema
@_exported public import struct FlatBuffersRuntime.FixedArray
@_exported public import protocol FlatBuffersRuntime.FlatTable
@_exported public import struct FlatBuffersRuntime.FlatVector
@_exported public import struct FlatBuffersRuntime.RecordBuffer
@_exported public import struct FlatBuffersRuntime.StringView
@_exported public import enum LMDB.Durability
@_exported public import enum LMDB.FileAccess
@_exported public import struct LMDB.LMDBError

// What rows of an old schema are read as.
@_exported public import enum FlatBuffersReflection.DynamicValue

// How the text of records is compared.
@_exported public import func FlatBuffersRuntime::!=
@_exported public import func FlatBuffersRuntime::<
@_exported public import func FlatBuffersRuntime::==
@_exported public import func FlatBuffersRuntime::~=

// What the types above hand out.
@_exported public import struct SharedBytes.SharedBytes
