/// The numbers, flags and enums of one table until they are written: a value for each rank of its ``TablePlan``.
///
/// Held inline, as most messages have two or three.
struct TableScalars {
  /// Ranks, a bit each.
  typealias Set = UInt32

  /// More than any table of the schema has.
  static var capacity: Int { Values.count }

  private typealias Values = InlineArray<8, UInt64>

  private var values = Values(repeating: 0)
  /// The ranks that have a value.
  private(set) var ranks: Set = 0

  subscript(rank: Int) -> UInt64 {
    @inline(__always) get { values[rank] }
  }

  @inline(__always)
  mutating func add(_ value: UInt64, as field: TablePlan.Field) {
    values[Int(field.rank)] = value
    ranks |= 1 << Set(field.rank)
  }

  /// The ranks of the scalars that take so many bytes.
  static func set(of scalars: [TablePlan.Field], _ isMember: (UInt8) -> Bool) -> Set {
    scalars.filter { isMember($0.width) }.reduce(0) { $0 | 1 << Set($1.rank) }
  }
}
