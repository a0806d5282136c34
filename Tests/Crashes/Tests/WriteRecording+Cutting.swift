import SeededRandom

extension WriteRecording {
  /// LMDB's two headers, with pages of 4 KiB: what makes a commit the newest.
  private static let headers = 0..<8192

  /// The file as the disk may have it when power fails after some events.
  ///
  /// - Parameter losesHeaders: whether of what may be lost the headers are, and nothing else.
  static func file(
    _ original: [UInt8], _ events: [Event], at cut: Int, _ sector: Int, losesHeaders: Bool = false,
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
        let isKept =
          losesHeaders
          ? !headers.contains(start) : Int.random(in: 0..<100, using: &random) < share
        if isSafe || isKept {
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
