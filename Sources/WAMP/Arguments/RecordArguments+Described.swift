internal import FlatBuffersReflection
internal import SharedBytes

// What callers do with records whose types they know from a router alone.
extension RecordArguments {
  /// Whether one map alone is the whole record: not if the first positional argument is one itself.
  var takesWholeMap: Bool {
    guard let first = mapping.positional.first else { return true }
    switch first.type {
    case .single(.table), .single(.structure): return false
    default: return first.nestedTable == nil && !first.attributes.contains("flexbuffer")
    }
  }

  /// Whether one argument of bytes alone may be no record.
  private var beginsWithBytes: Bool { mapping.positional.first?.type == .vector(.scalar(.ubyte)) }

  /// Whether records say nothing but that they are there.
  var isEmpty: Bool { mapping.positional.isEmpty && mapping.keywords.isEmpty }

  /// The verified record that a payload is, or that its arguments describe.
  ///
  /// - Throws: `code`, with the path to what is wrong.
  func table(of payload: Payload, _ code: WAMPError.Code) throws(WAMPError) -> DynamicTable {
    guard let (bytes, form) = payload.record else {
      // Nobody else waits while this is read.
      let (list, keywords) = try payload.plainArguments(code, limit: ValueBudget().count)
      return try verified(record(of: list, keywords, code), code)
    }
    do throws(WAMPError) {
      return try verified(bytes, code)
    } catch {
      guard form == .binaryArgument, beginsWithBytes else { throw error }
      return try verified(record(of: [.bytes(bytes)], [:], code), code)
    }
  }
}
