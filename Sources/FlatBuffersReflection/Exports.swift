// What public signatures speak of other modules: who imports this one need not know those.
@_exported public import struct FlatBuffersRuntime.VerificationError
@_exported public import struct FlatBuffersRuntime.Verifier
@_exported public import struct SharedBytes.SharedBytes
