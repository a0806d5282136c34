internal import SharedBytes
internal import Synchronization

/// The bytes of a record with members that are not understood; equal to others with the same bytes.
@usableFromInline
final class KeptRecord: Sendable {
  let bytes: SharedBytes
  private let lowest: Atomic<Int>

  init(_ bytes: SharedBytes) {
    self.bytes = bytes
    lowest = Atomic(bytes.count)
  }

  /// Where the first of the members kept so far lies.
  var firstMember: Int { lowest.load(ordering: .relaxed) }

  func keep(from offset: Int) {
    lowest.store(min(firstMember, offset), ordering: .relaxed)
  }

  /// The largest alignment a schema can ask for.
  static var alignment: Int { 32 }

  /// The part that the members kept so far can refer to, beginning at a multiple of ``alignment``.
  ///
  /// Objects lie behind what refers to them, but for vtables: some writers put them first. As nobody can tell what
  /// is a table, everything behind the first member is taken for one that has what can be a vtable.
  ///
  /// - Complexity: linear in the record.
  var range: Range<Int> {
    let firstMember = firstMember
    let first = unsafe bytes.withUnsafeBytes { record in
      var first = firstMember
      var table = (firstMember + 3) & ~3
      while table <= record.count - 4 {
        let vtable = unsafe table - Int(record.loadUnaligned(fromByteOffset: table, as: Int32.self))
        if vtable >= 0, vtable < first, unsafe KeptRecord.isVTable(vtable, of: table, in: record) {
          first = vtable
        }
        table += 4
      }
      return first
    }
    return (first & ~(KeptRecord.alignment - 1))..<bytes.count
  }

  private static func isVTable(_ vtable: Int, of table: Int, in record: UnsafeRawBufferPointer) -> Bool {
    guard vtable & 1 == 0, vtable <= record.count - 4 else { return false }
    let size = unsafe Int(record.loadUnaligned(fromByteOffset: vtable, as: UInt16.self))
    let tableSize = unsafe Int(record.loadUnaligned(fromByteOffset: vtable + 2, as: UInt16.self))
    return size >= 4 && size & 1 == 0 && vtable + size <= record.count
      && tableSize >= 4 && table + tableSize <= record.count
  }
}

extension KeptRecord: Hashable {
  @usableFromInline
  static func == (left: KeptRecord, right: KeptRecord) -> Bool { left === right || left.bytes == right.bytes }

  @usableFromInline
  func hash(into hasher: inout Hasher) { hasher.combine(bytes) }
}
