extension Verifier {
  /// Checks a string behind a 64-bit offset.
  public mutating func string64(
    _ name: StaticString, _ table: Table, _ slot: Int, required: Bool = false
  ) throws(VerificationError) {
    guard let position = try present(name, table, slot, required: required) else { return }
    do { try string(at: try follow64(position)) } catch { throw error.inside(name) }
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
      if is64Bit {
        _ = try elements64(target, size: T.byteCount, alignment: T.spanAlignment)
      } else {
        _ = try elements(target, size: T.byteCount, alignment: T.spanAlignment)
      }
    } catch {
      throw error.inside(name)
    }
  }

  /// Where the bytes of the vector that the offset at `position` refers to begin, and how many they are.
  @usableFromInline
  mutating func bytes(
    at position: Int, _ width: VectorWidth
  ) throws(VerificationError) -> (start: Int, count: Int) {
    switch width {
    case .standard: try elements(try follow(position), size: 1, alignment: 1)
    case .offset64: try elements(try follow64(position), size: 1, alignment: 1)
    case .vector64: try elements64(try follow64(position), size: 1, alignment: 1)
    }
  }

  /// The start of the elements of the vector at `position`, counted with 64 bits, and their count.
  private mutating func elements64(
    _ position: Int, size: Int, alignment: Int
  ) throws(VerificationError) -> (start: Int, count: Int) {
    try check(position, size: 8, alignment: 8)
    let count = load(position, as: UInt64.self)
    guard count <= UInt64(self.count) else {
      throw VerificationError(.outOfRange(offset: position &+ 8, size: Int(clamping: count)))
    }
    try check(position &+ 8, size: Int(count) &* size, alignment: count == 0 ? 1 : alignment)
    expanded(Int(count) &* size)
    return (position &+ 8, Int(count))
  }

  private mutating func follow64(_ position: Int) throws(VerificationError) -> Int {
    try check(position, size: 8, alignment: 8)
    let offset = load(position, as: UInt64.self)
    if offset == 0 || offset >= UInt64(count &- position) {
      throw VerificationError(.offset(UInt32(clamping: offset), at: position))
    }
    return position &+ Int(offset)
  }
}
