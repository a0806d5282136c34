internal import SharedBytes

/// Appends items to bytes. Integers and lengths take their shortest form.
protocol ItemWriter {
  init()
  var bytes: [UInt8] { get }
  /// Makes room for bytes that are expected.
  mutating func reserve(_ count: Int)
  /// - Returns: what ``endList(_:count:)`` has to be told.
  mutating func beginList() -> Int
  mutating func endList(_ start: Int, count: Int)
  mutating func beginMap() -> Int
  mutating func endMap(_ start: Int, count: Int)
  mutating func write(key: String)
  mutating func write(_ flag: Bool)
  mutating func write(_ number: UInt64)
  mutating func write(_ text: String)
  mutating func write(_ value: Value)
  /// Bytes of the format.
  mutating func append(_ shared: SharedBytes)
  /// Forgets everything from a position on.
  mutating func removeAll(from position: Int)
  /// Writes what a message ends with.
  ///
  /// - Returns: the bytes of it that follow the written ones and stay where they are.
  mutating func end(with payload: ListPayload) -> SharedBytes
}

/// What a message of a list format carries.
enum ListPayload {
  /// Arguments in the format.
  case arguments(EncodedArguments)
  /// A list of one binary argument.
  case binaryArgument(SharedBytes)
  /// Binary data in the place of the arguments.
  case bytes(SharedBytes)
}

/// A writer of a format in which binary data is a head, and then its own bytes.
protocol BinaryItemWriter: ItemWriter {
  var bytes: [UInt8] { get set }
  /// The beginning of binary data, whose bytes follow.
  mutating func beginBytes(count: Int)
}

extension BinaryItemWriter {
  mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }

  mutating func removeAll(from position: Int) { bytes.removeSubrange(position...) }

  /// Leaves a byte for the head, which few need more than.
  mutating func beginList() -> Int {
    bytes.append(0)
    return bytes.count
  }

  mutating func beginMap() -> Int { beginList() }

  /// Writes a head where a byte was left for it.
  ///
  /// - Parameter short: the head, if it is one byte.
  mutating func patchHead(before start: Int, short: UInt8?, _ write: (inout Self) -> Void) {
    if let short {
      bytes[start - 1] = short
      return
    }
    var head = Self()
    write(&head)
    bytes.replaceSubrange(start - 1..<start, with: head.bytes)
  }

  @inline(__always)
  mutating func end(with payload: ListPayload) -> SharedBytes {
    switch payload {
    case .arguments(let arguments):
      if arguments.listLength == 0 { endList(beginList(), count: 0) }
      return arguments.encoded
    case .binaryArgument(let bytes):
      endList(beginList(), count: 1)
      beginBytes(count: bytes.count)
      return bytes
    case .bytes(let bytes):
      beginBytes(count: bytes.count)
      return bytes
    }
  }
}
