extension FlexReader {
  /// Checks that every value can be read.
  ///
  /// A value reached twice counts twice, so that values that share others take no exponential time.
  ///
  /// - Parameter valuesLeft: how many values may be visited.
  package func verify(
    depthLeft: Int, valuesLeft: inout Int, options: Verifier.Options
  ) throws(VerificationError) {
    guard let root else { throw VerificationError(.outOfRange(offset: 0, size: bytes.count)) }
    try verify(root, depthLeft: depthLeft, valuesLeft: &valuesLeft, options)
  }

  /// Checks a FlexBuffer that is a part of another buffer: positions in errors are none of that.
  package func verifyPart(
    depthLeft: Int, valuesLeft: inout Int, options: Verifier.Options
  ) throws(VerificationError) {
    do throws(VerificationError) {
      try verify(depthLeft: depthLeft, valuesLeft: &valuesLeft, options: options)
    } catch {
      throw error.withinPart()
    }
  }

  private func verify(
    _ place: Reference, depthLeft: Int, valuesLeft: inout Int, _ options: Verifier.Options
  ) throws(VerificationError) {
    guard depthLeft > 0 else { throw VerificationError(.tooDeep(limit: options.maxDepth)) }
    guard let value = value(place, &valuesLeft) else {
      if valuesLeft < 0 { throw VerificationError(.tooManyElements) }
      throw VerificationError(.outOfRange(offset: place.position, size: place.parentWidth))
    }
    let parts: [Reference]
    var length = 0
    switch value {
    case .vector(let elements): parts = elements
    case .map(let entries): parts = entries.map(\.value)
    case .string(let text):
      parts = []
      length = text.count
    default: parts = []
    }
    valuesLeft -= 1 + length / 64
    guard valuesLeft >= 0 else { throw VerificationError(.tooManyElements) }
    for part in parts {
      try verify(part, depthLeft: depthLeft - 1, valuesLeft: &valuesLeft, options)
    }
  }
}
