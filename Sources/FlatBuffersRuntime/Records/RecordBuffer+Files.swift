internal import SharedBytes

extension RecordBuffer where Record: ~Escapable {
  /// Maps a file that is one record into memory, and verifies it there: nothing is copied.
  ///
  /// What was verified must not change: a file that is written to or gets shorter while the record is in use can crash
  /// the program. To put another file in its place, or to remove it, is no harm. For a file that others write to, copy
  /// its bytes: ``init(verifying:requireIdentifier:options:)`` takes Foundation's `Data`.
  ///
  /// - Parameters:
  ///   - path: relative to the working folder, if it does not begin with a slash.
  ///   - requireIdentifier: whether the file must carry the identifier of the record's schema, if that names one.
  /// - Throws: ``RecordFileError``, which names the file, and the reason or the path to the first fault in the record.
  public init(
    mappingFileAt path: String, requireIdentifier: Bool = false, options: Verifier.Options = .init()
  ) throws(RecordFileError) {
    let bytes: SharedBytes
    do {
      bytes = try SharedBytes(mappingFileAt: path)
    } catch {
      throw RecordFileError(path: path, reason: .unreadable(error))
    }
    do {
      try self.init(verifying: bytes, requireIdentifier: requireIdentifier, options: options)
    } catch {
      throw RecordFileError(path: path, reason: .invalid(error))
    }
  }
}
