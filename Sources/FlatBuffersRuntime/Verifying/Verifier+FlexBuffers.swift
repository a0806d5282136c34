internal import SharedBytes

extension Verifier {
  /// Checks a vector of bytes that is a FlexBuffer; an empty one is accepted.
  public mutating func flexBuffer(
    _ name: StaticString, _ table: Table, _ slot: Int, width: VectorWidth = .standard,
    required: Bool = false
  ) throws(VerificationError) {
    guard let position = try present(name, table, slot, required: required) else { return }
    do throws(VerificationError) {
      let (start, count) = try self.bytes(at: position, width)
      if count == 0 { return }
      // Not kept beyond this call, during which the buffer's bytes live.
      let bytes = unsafe SharedBytes(unsafeStart: self.start + start, count: count, keptAliveBy: nil)
      try FlexReader(bytes).verifyPart(depthLeft: depthLeft, valuesLeft: &elementsLeft, options: options)
    } catch {
      throw error.inside(name)
    }
  }
}
