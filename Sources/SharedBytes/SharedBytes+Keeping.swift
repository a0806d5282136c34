extension SharedBytes {
  /// The bytes in memory of their own, if they are few.
  ///
  /// Few bytes often share the memory of all that was read from a connection with them: who keeps them for long would keep
  /// 64 KiB for them. Many are worth what they hold.
  package var detached: SharedBytes {
    count > 0 && count < SharedBytes.worthSharing ? SharedBytes(copying: bytes) : self
  }

  private static let worthSharing = 16 * 1024
}
