internal import FlatBuffersRuntime

extension Builder {
  /// Builds each record in the memory of the one before and returns the sum of their sizes.
  mutating func buildAll<Draft: TableDraft>(_ drafts: [Draft]) -> UInt64 {
    var total: UInt64 = 0
    for index in drafts.indices {
      build(drafts[index])
      total += UInt64(finishedBytes.byteCount)
    }
    return total
  }

  /// Builds a record and copies it to `memory`; returns its size.
  mutating func copy<Draft: TableDraft>(
    _ draft: Draft, to memory: UnsafeMutableRawBufferPointer
  ) -> Int {
    build(draft)
    let record = finishedBytes
    guard record.byteCount <= memory.count else { return record.byteCount }
    unsafe record.withUnsafeBytes { unsafe memory.copyMemory(from: $0) }
    return record.byteCount
  }

  private mutating func build<Draft: TableDraft>(_ draft: Draft) {
    reset()
    do {
      try finishInPlace(try draft.write(to: &self))
    } catch {
      fatalError("\(error)")
    }
  }
}

extension StringView {
  /// Its length and first byte.
  var sum: UInt64 {
    let utf8 = utf8
    return UInt64(utf8.count) &+ (utf8.isEmpty ? 0 : UInt64(utf8[0]))
  }
}
