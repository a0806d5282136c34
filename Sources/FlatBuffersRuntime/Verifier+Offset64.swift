extension Verifier {
  /// Checks a string behind a 64-bit offset.
  public mutating func string64(
    _ name: StaticString, _ table: Table, _ slot: Int, required: Bool = false
  ) throws(VerificationError) {
    guard let position = try present(name, table, slot, required: required) else { return }
    do { try checkString(try follow64(position)) } catch { throw error.inside(name) }
  }

  /// Checks a vector of scalars, enums or structs behind a 64-bit offset.
  ///
  /// - Parameter is64Bit: whether its count has 64 bits, too.
  public mutating func vector64<T: FlatValue>(
    of type: T.Type, _ name: StaticString, _ table: Table, _ slot: Int, is64Bit: Bool, required: Bool = false
  ) throws(VerificationError) {
    guard let position = try present(name, table, slot, required: required) else { return }
    do throws(VerificationError) {
      let target = try follow64(position)
      guard is64Bit else {
        _ = try elements(target, size: T.byteCount, alignment: T.spanAlignment)
        return
      }
      try check(target, size: 8, alignment: 8)
      let count = load(target, as: UInt64.self)
      guard count <= UInt64(self.count) else {
        throw VerificationError(.outOfRange(offset: target &+ 8, size: Int(clamping: count)))
      }
      try check(target &+ 8, size: Int(count) &* T.byteCount, alignment: count == 0 ? 1 : T.spanAlignment)
    } catch {
      throw error.inside(name)
    }
  }

  private func follow64(_ position: Int) throws(VerificationError) -> Int {
    try check(position, size: 8, alignment: 8)
    let offset = load(position, as: UInt64.self)
    if offset == 0 || offset >= UInt64(count &- position) {
      throw VerificationError.offset(UInt32(clamping: offset))
    }
    return position &+ Int(offset)
  }
}
