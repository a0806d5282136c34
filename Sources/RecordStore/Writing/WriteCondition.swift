public import FlatBuffersRuntime
public import SharedBytes

/// What has to be stored under a record's key for a put or a delete to happen.
///
///     let isNew = try txn.put(draft, in: .users, if: .absent)
///     let isMine = try txn.put(draft, in: .users, if: .unchanged(from: buffer))
public struct WriteCondition<Record: FlatTable & ~Escapable>: Sendable {
  let state: StoredState

  /// No record has the key.
  public static var absent: WriteCondition { WriteCondition(state: .absent) }

  /// Any record has the key.
  public static var present: WriteCondition { WriteCondition(state: .present) }

  /// The record with the key is, byte by byte, the one that was read before: pinned, or built and put.
  ///
  /// It may have been changed meanwhile and back again.
  public static func unchanged(from buffer: RecordBuffer<Record>) -> WriteCondition {
    WriteCondition(state: .bytes(buffer.bytes))
  }
}

/// What a condition asks of what is stored under a key.
@usableFromInline
enum StoredState: Sendable {
  case absent
  case present
  case bytes(SharedBytes)

  /// - Parameter stored: the value under the key, if there is one.
  func holds(of stored: RawSpan?) -> Bool {
    switch (self, stored) {
    case (.absent, nil), (.present, .some): true
    case (.bytes(let bytes), .some(let stored)): bytes.bytes.isRecord(storedAs: stored)
    default: false
    }
  }
}

extension RawSpan {
  /// Whether a value is what these bytes are stored as: padded with zeros to a multiple of 8.
  fileprivate func isRecord(storedAs value: RawSpan) -> Bool {
    guard value.byteCount == (byteCount + 7) / 8 * 8,
      value.extracting(first: byteCount).holdsSameBytes(as: self)
    else { return false }
    let padding = value.extracting(droppingFirst: byteCount)
    return padding.byteOffsets.allSatisfy {
      unsafe padding.unsafeLoad(fromByteOffset: $0, as: UInt8.self) == 0
    }
  }
}
