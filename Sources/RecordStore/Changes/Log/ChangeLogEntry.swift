import LMDB
import SharedBytes

/// One change as the log keeps it, readable without the code or the schema of its table.
///
/// In the database `/changes`. Key: the commit's number and the change's place in it, 64 bits each, big endian. Value,
/// numbers little endian: 32 bytes of head, then table name, row key, new record and old record, each with zeros up to a
/// multiple of 8, so that records are aligned as in their tables.
///
/// | offset | bytes | what |
/// |---|---|---|
/// | 0 | 4 | kind: 0 put, 1 delete, 2 another program wrote before this commit, 3 tables were changed as a whole |
/// | 4 | 4 | length of the table's name, UTF-8 |
/// | 8 | 4 | length of the row's key |
/// | 12 | 4 | length of the new record; all ones if there is none |
/// | 16 | 4 | length of the old record; all ones if there was none or it is not kept |
/// | 20 | 4 | zero |
/// | 24 | 8 | when, in nanoseconds since 1970 |
struct ChangeLogEntry: ~Escapable {
  enum Kind: UInt32 {
    case put = 0
    case delete = 1
    /// A program that keeps no log wrote between the commit before and this one.
    case otherProgram = 2
    /// Tables were migrated or taken over: the rows of this commit are not told one by one.
    case reorganized = 3
  }

  /// Where an entry is and how large: what trimming looks at.
  struct Place: Equatable {
    var position: LogPosition
    var time: UInt64
    /// Of key and value.
    var byteCount: Int
  }

  let position: LogPosition
  let kind: Kind
  let table: RawSpan
  let key: RawSpan
  let new: RawSpan?
  let old: RawSpan?
  let byteCount: Int

  /// What every entry takes besides names, keys and records.
  static let headSize = 32
  static let keySize = 16
  fileprivate static let none = UInt32.max

  /// Reads an entry.
  ///
  /// - Returns: `nil` if it is damaged, or of a kind that only later versions write.
  @_lifetime(copy entry)
  init?(_ entry: LMDB.Entry) {
    guard let place = Place(entry) else { return nil }
    position = place.position
    byteCount = place.byteCount
    let value = entry.value
    func number(_ offset: Int) -> UInt32 {
      unsafe UInt32(littleEndian: value.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }
    guard let kind = Kind(rawValue: number(0)) else { return nil }
    self.kind = kind
    var end = ChangeLogEntry.headSize
    let table = part(number(4), &end)
    let key = part(number(8), &end)
    let new = part(number(12), &end)
    let old = part(number(16), &end)
    guard end <= value.byteCount else { return nil }
    self.table = value.extracting(table)
    self.key = value.extracting(key)
    self.new = number(12) == ChangeLogEntry.none ? nil : value.extracting(new)
    self.old = number(16) == ChangeLogEntry.none ? nil : value.extracting(old)
  }

  var tableName: String { String(decoding: [UInt8](table), as: UTF8.self) }

  /// The bytes of a key.
  static func key(_ position: LogPosition) -> InlineArray<2, UInt64> {
    [position.commit.bigEndian, position.sequence.bigEndian]
  }

  /// The bytes of a value.
  static func value(
    _ kind: Kind, table: String = "", key: [UInt8] = [], new: SharedBytes? = nil, old: SharedBytes? = nil,
    time: UInt64
  ) -> [UInt8] {
    let name = Array(table.utf8)
    let (newSize, oldSize) = (new?.count ?? 0, old?.count ?? 0)
    var value: [UInt8] = []
    value.reserveCapacity(valueSize(table: name.count, key: key.count, new: newSize, old: oldSize))
    func append(_ number: UInt32) {
      for shift in stride(from: 0, to: 32, by: 8) {
        value.append(UInt8(truncatingIfNeeded: number >> UInt32(shift)))
      }
    }
    append(kind.rawValue)
    append(UInt32(name.count))
    append(UInt32(key.count))
    append(new == nil ? none : UInt32(newSize))
    append(old == nil ? none : UInt32(oldSize))
    append(0)
    append(UInt32(truncatingIfNeeded: time))
    append(UInt32(truncatingIfNeeded: time >> 32))
    func pad() { while value.count % 8 != 0 { value.append(0) } }
    value += name
    pad()
    value += key
    pad()
    for record in [new, old] {
      if let record { unsafe record.withUnsafeBytes { unsafe value.append(contentsOf: $0) } }
      pad()
    }
    return value
  }

  /// How large a value is with these parts.
  static func valueSize(table: Int, key: Int, new: Int, old: Int) -> Int {
    headSize + padded(table) + padded(key) + padded(new) + padded(old)
  }
}

extension ChangeLogEntry.Place {
  /// - Returns: `nil` if it is no entry of a log.
  init?(_ entry: LMDB.Entry) {
    guard entry.key.byteCount == ChangeLogEntry.keySize, entry.value.byteCount >= ChangeLogEntry.headSize
    else { return nil }
    func keyWord(_ offset: Int) -> UInt64 {
      unsafe UInt64(bigEndian: entry.key.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
    position = LogPosition(keyWord(0), keyWord(8))
    time = unsafe UInt64(
      littleEndian: entry.value.unsafeLoadUnaligned(fromByteOffset: 24, as: UInt64.self))
    byteCount = entry.key.byteCount + entry.value.byteCount
  }
}

/// Where a part is that begins at `end`, which then is where the next one begins.
private func part(_ length: UInt32, _ end: inout Int) -> Range<Int> {
  let start = end
  let size = length == ChangeLogEntry.none ? 0 : Int(length)
  end += padded(size)
  return start..<start + size
}

/// The next multiple of 8.
private func padded(_ size: Int) -> Int { (size + 7) & ~7 }
