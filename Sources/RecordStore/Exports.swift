// What the signatures of this module speak of, so that `import RecordStore` is enough.
@_exported public import struct FlatBuffersReflection.DynamicTable
@_exported public import enum FlatBuffersReflection.DynamicValue
@_exported public import struct FlatBuffersReflection.EvolutionFinding
