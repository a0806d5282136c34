internal import FlatBuffersRuntime

extension Verifier.Options {
  /// How much a record may hold that is judged where others wait.
  ///
  /// Its tables are those that fit into its bytes, a table and the offset to it taking 8, and 1024 that are shared: a few
  /// bytes could stand for a million tables otherwise.
  ///
  /// - Parameters:
  ///   - byteCount: the record's size.
  ///   - isCloser: whether the schema is asked for each field, which takes some 20 times as long.
  @inline(__always)
  init(judging byteCount: Int, closer isCloser: Bool) {
    self.init()
    maxTables = min(isCloser ? 100_000 : maxTables, 1024 &+ byteCount / 8)
  }
}
