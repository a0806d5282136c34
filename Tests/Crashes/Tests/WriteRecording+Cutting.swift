import SeededRandom

extension WriteRecording {
  /// The file as the disk may have it when power fails after some events.
  static func file(
    _ original: [UInt8], _ events: [Event], at cut: Int, _ sector: Int,
    _ random: inout SplitMix64
  ) -> [UInt8] {
    var bytes = original
    let happened = events.prefix(cut)
    let flushed = happened.lastIndex { if case .flush = $0 { true } else { false } } ?? 0
    let share = Int.random(in: 0...100, using: &random)
    for (index, event) in happened.enumerated() {
      guard case .write(let offset, let written, let isSynchronous) = event else { continue }
      let isSafe = index < flushed || isSynchronous
      var start = offset
      while start < offset + written.count {
        let end = min((start / sector + 1) * sector, offset + written.count)
        if isSafe || Int.random(in: 0..<100, using: &random) < share {
          put(written[(start - offset)..<(end - offset)], at: start, in: &bytes)
        }
        start = end
      }
    }
    return bytes
  }

  /// The file after all events.
  static func complete(_ original: [UInt8], _ events: [Event]) -> [UInt8] {
    var bytes = original
    for case .write(let offset, let written, _) in events { put(written[...], at: offset, in: &bytes) }
    return bytes
  }

  private static func put(_ written: ArraySlice<UInt8>, at offset: Int, in bytes: inout [UInt8]) {
    let end = offset + written.count
    if bytes.count < end { bytes += [UInt8](repeating: 0, count: end - bytes.count) }
    bytes.replaceSubrange(offset..<end, with: written)
  }
}
