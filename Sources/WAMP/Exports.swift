// What public signatures speak of other modules: who imports this one need not know those.
@_exported public import struct FlatBuffersRuntime.BuildError
@_exported public import struct FlatBuffersRuntime.EmbeddedSchema
@_exported public import protocol FlatBuffersRuntime.FlatTable
@_exported public import struct FlatBuffersRuntime.RecordBuffer
@_exported public import struct SharedBytes.EncodedMessage
@_exported public import struct SharedBytes.SharedBytes
