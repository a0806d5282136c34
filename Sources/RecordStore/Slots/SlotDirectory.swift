import LMDB
import Synchronization

/// Which slot each table of a file has.
///
/// Other programs may attach tables at any time, so that what is remembered is compared with the file at each use: one
/// look-up, instead of reading all descriptions.
final class SlotDirectory: Sendable {
  let path: String
  // A mutex, for the time of a look into a dictionary.
  private let known = Mutex<[SlotUUID: Known]>([:])

  private struct Known {
    let slot: UInt16
    /// The stored description.
    let bytes: [UInt8]
  }

  init(path: String) { self.path = path }

  /// The slot of a table in a snapshot.
  ///
  /// - Throws: ``StoreError/Code/unknownTable`` with the tables there are.
  func slot(of id: SlotUUID, in snapshot: LMDB.Snapshot) throws -> UInt16 {
    if let known = known.withLock({ $0[id] }) {
      let key = SlotKeyEncoder(slot: 0, known.slot)
      let stored = try snapshot.get(.main, key.bytes)
      if let stored, unsafe known.bytes.span.bytes.holdsSameBytes(as: stored) { return known.slot }
    }
    var tables: [String] = []
    var found: Known?
    try forEach(in: snapshot) { description, bytes in
      tables.append("\(description.name) (\(description.id))")
      if description.id == id { found = Known(slot: description.slot, bytes: bytes) }
    }
    guard let found else {
      throw StoreError(
        .unknownTable,
        "\(path): there is no table \(id); "
          + (tables.isEmpty ? "no table is attached" : "there are \(tables.joined(separator: ", "))"))
    }
    known.withLock { $0[id] = found }
    return found.slot
  }

  /// The descriptions of all tables, in the order of their slots.
  func all(in snapshot: LMDB.Snapshot) throws -> [SlotDescription] {
    var all: [SlotDescription] = []
    try forEach(in: snapshot) { description, _ in all.append(description) }
    return all
  }

  /// The first slot behind all that are described or hold rows, as those of programs that describe none.
  func freeSlot(in snapshot: LMDB.Snapshot) throws -> UInt16 {
    var last = try all(in: snapshot).last?.slot ?? 0
    var cursor = try snapshot.cursor(.main)
    if let key = try cursor.last()?.key, let slot = UInt16(slotOf: key) { last = max(last, slot) }
    guard last < .max else {
      throw StoreError(.catalog, "\(path): the slot \(last), the last one there can be, is in use")
    }
    return last + 1
  }

  private func forEach(
    in snapshot: LMDB.Snapshot, _ body: (SlotDescription, [UInt8]) -> Void
  ) throws {
    let start = SlotKeyEncoder(slot: 0)
    var cursor = try snapshot.cursor(.main)
    var entry = try cursor.seek(start.bytes)
    while let found = entry {
      let key = [UInt8](found.key)
      guard key.starts(with: [0, 0]) else { return }
      // Shorter and longer ones are none.
      if key.count == 4, let slot = UInt16(slotKey: key[2...]) {
        let bytes = [UInt8](found.value)
        let place = "\(path): the description of slot \(slot)"
        let value = try SlotValue(found.value, .cbor, place)
        guard let description = SlotDescription(value, slot: slot) else {
          throw StoreError(.catalog, "\(place) does not say what zLMDB's do: oid, name and slot")
        }
        body(description, bytes)
      }
      entry = try cursor.next()
    }
  }
}

extension UInt16 {
  /// The slot that a key of the file begins with; `nil` if it is too short.
  init?(slotOf key: RawSpan) {
    guard key.byteCount >= 2 else { return nil }
    self = unsafe UInt16(bigEndian: key.unsafeLoadUnaligned(fromByteOffset: 0, as: UInt16.self))
  }
}
