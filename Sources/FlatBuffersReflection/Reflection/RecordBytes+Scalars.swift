internal import FlatBuffersRuntime

extension RecordBytes {
  /// The scalar at a position; `nil` if it does not lie within the bytes.
  func scalar(_ type: ScalarType, at position: Int) -> DynamicValue? {
    switch type {
    case .bool: load(position, as: UInt8.self).map { .bool($0 != 0) }
    case .byte: load(position, as: Int8.self).map { .integer(Int128($0)) }
    case .ubyte: load(position, as: UInt8.self).map { .integer(Int128($0)) }
    case .short: load(position, as: Int16.self).map { .integer(Int128($0)) }
    case .ushort: load(position, as: UInt16.self).map { .integer(Int128($0)) }
    case .int: load(position, as: Int32.self).map { .integer(Int128($0)) }
    case .uint: load(position, as: UInt32.self).map { .integer(Int128($0)) }
    case .long: load(position, as: Int64.self).map { .integer(Int128($0)) }
    case .ulong: load(position, as: UInt64.self).map { .integer(Int128($0)) }
    case .float: load(position, as: UInt32.self).map { .real(Double(Float(bitPattern: $0))) }
    case .double: load(position, as: UInt64.self).map { .real(Double(bitPattern: $0)) }
    }
  }
}
