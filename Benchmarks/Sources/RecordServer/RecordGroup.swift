import Flatwire

/// Records of one size, with ids of their own; `run` names the same groups.
struct RecordGroup {
  /// The size of a whole record in bytes.
  let size: Int
  let ids: Range<UInt64>

  static let all = [
    RecordGroup(size: 128, ids: 1_000_000..<1_100_000),
    RecordGroup(size: 4096, ids: 2_000_000..<2_016_000),
    RecordGroup(size: 65_536, ids: 3_000_000..<3_001_000),
    RecordGroup(size: 1_048_576, ids: 4_000_000..<4_000_064),
  ]

  /// The size of the body that makes the record as large as it shall be.
  var bodySize: Int {
    get throws {
      for count in (0..<size).reversed() {
        let body = [UInt8](repeating: 0, count: count)
        let record = try RecordBuffer<StoredRecord>(.init(id: 1, body: body))
        if record.bytes.count == size { return count }
      }
      return 0
    }
  }
}
