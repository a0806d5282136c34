/// What may be done with a database file.
public enum FileAccess: Sendable {
  /// Read and write; the file is created if there is none.
  case readWrite
  /// Read and write a file that exists.
  case existing
  /// Read a file that exists. LMDB still writes its lock file.
  case readOnly
  /// Read a file that nobody changes, without a lock file: on media that can't be written, or another user's.
  ///
  /// Who opens a file so promises that no program writes to it meanwhile: what is read might be overwritten, and
  /// records be wrong without a sign of it. A file that another process has open is refused, as far as its lock file
  /// can be read.
  case immutable

  /// Whether nothing may be changed.
  var isReadOnly: Bool { self == .readOnly || self == .immutable }
}
