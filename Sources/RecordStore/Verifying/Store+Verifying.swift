import LMDB

extension Store {
  /// Verifies the newest state of the file: all pages, all records by their schemas, that each row lies under the key
  /// of its record, that rows and the entries of all indexes go together, and what the file says of its tables and of
  /// its last commit.
  ///
  /// Goes on after the first fault. A file has no checksums: bytes of a value that still make a record of its schema
  /// are not found, unless they are part of a key. Reads one snapshot, while others read and write; pages that they
  /// overwrite meanwhile are not used again.
  ///
  /// - Parameter onProgress: told how many pages, then records were worked off.
  /// - Throws: ``StoreError`` if the file can't be read at all; what is wrong in it is in the report.
  /// - Complexity: linear in the size of the file, with a look-up for each entry of an index.
  public func verify(onProgress: (OpeningProgress) -> Void = { _ in }) throws -> VerificationReport {
    try checkOpen()
    try writer.checkMayWait()
    return try withoutActuallyEscaping(onProgress) { onProgress in
      var verification = StoreVerification(environment, state.given, onProgress)
      return try verification.run()
    }
  }
}

extension Store {
  /// Verifies a file by the schemas that it keeps, also one whose catalog is damaged: as ``verify(onProgress:)``.
  ///
  /// Indexes of which code makes the keys are left out, and noted. This process must not have the file open.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - immutable: whether nobody changes it meanwhile: then no lock file is needed. See
  ///     ``Options/Access/immutable``.
  ///   - onProgress: told how many pages, then records were worked off.
  /// - Throws: ``StoreError`` if the file can't be opened at all.
  public static func verify(
    path: String, immutable: Bool = false, onProgress: (OpeningProgress) -> Void = { _ in }
  ) throws -> VerificationReport {
    do {
      let environment = try Environment(path: path, options: StoreInspection.options(immutable: immutable))
      defer { environment.close() }
      return try withoutActuallyEscaping(onProgress) { onProgress in
        var verification = StoreVerification(environment, [], onProgress)
        return try verification.run()
      }
    } catch let error as LMDBError {
      throw StoreError(error)
    }
  }
}

extension StoreInspection {
  /// Verifies the newest state of the file by the schemas that it keeps: as ``Store/verify(onProgress:)``.
  ///
  /// Indexes of which code makes the keys are left out, and noted.
  public func verify(onProgress: (OpeningProgress) -> Void = { _ in }) throws -> VerificationReport {
    try withoutActuallyEscaping(onProgress) { onProgress in
      var verification = StoreVerification(environment, [], onProgress)
      return try verification.run()
    }
  }
}
