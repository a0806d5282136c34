public import FlatBuffersRuntime

/// A table of FlatBuffers records in a file of zLMDB, found by its UUID.
///
///     extension SlotTable where Record == User, Key == UInt64 {
///       static var users: Self { Self("2a6e3c26-0c0b-4f3c-8d4c-3a2f2f6b8a11") }
///     }
@frozen
public struct SlotTable<Record: FlatTable & ~Escapable, Key: SlotKey>: Sendable {
  /// What zLMDB knows the table by.
  public let id: SlotUUID

  public init(_ id: SlotUUID) { self.id = id }
}

/// A table of other values in a file of zLMDB.
public struct SlotValueTable<Key: SlotKey>: Sendable {
  /// What zLMDB knows the table by.
  public let id: SlotUUID
  /// How its values are read.
  public let format: SlotFormat

  public init(_ id: SlotUUID, _ format: SlotFormat) {
    self.id = id
    self.format = format
  }
}
