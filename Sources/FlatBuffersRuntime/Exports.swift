// What public signatures speak of other modules: who imports this one need not know those.
@_exported public import struct SharedBytes.FileMappingError
@_exported public import struct SharedBytes.SharedBytes
