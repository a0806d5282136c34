extension Verifier {
  /// Checks a vector of bytes that is a FlatBuffer of its own.
  ///
  /// It shares the budgets of the buffer around it, or buffers within buffers would nest without a bound.
  public mutating func nestedBuffer<T: FlatTable & ~Escapable>(
    _ type: T.Type, _ name: StaticString, _ table: Table, _ slot: Int, width: VectorWidth = .standard,
    required: Bool = false
  ) throws(VerificationError) {
    guard let position = try present(name, table, slot, required: required) else { return }
    do throws(VerificationError) {
      let (start, count) = try bytes(at: position, width)
      var inner = unsafe Verifier(
        start: self.start + start, count: count, depthLeft: depthLeft &- 1, tablesLeft: tablesLeft,
        elementsLeft: elementsLeft, options: options, scope: self)
      if inner.depthLeft <= 0 { throw VerificationError(.tooDeep(limit: options.maxDepth)) }
      do throws(VerificationError) {
        try T.verify(try inner.table(at: try inner.root()), with: &inner)
      } catch {
        throw error.withinPart()
      }
      tablesLeft = inner.tablesLeft
      elementsLeft = inner.elementsLeft
    } catch {
      throw error.inside(name)
    }
  }
}
