// What public signatures speak of other modules: who imports this one need not know those.
@_exported public import struct FlatBuffersReflection.DiagnosticLog
@_exported public import struct FlatBuffersReflection.Schema
@_exported public import struct FlatBuffersReflection.SourceFile

// What the types above hand out.
@_exported public import struct SharedBytes.SharedBytes
