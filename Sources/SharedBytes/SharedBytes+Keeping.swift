extension SharedBytes {
  /// The bytes in memory of their own, if they are few.
  ///
  /// Few bytes often share the memory of all that was read from a connection with them: who keeps them for long would keep
  /// 64 KiB for them. Many are worth what they hold.
  package var detached: SharedBytes { count < SharedBytes.worthSharing ? alone : self }

  /// The bytes in memory of their own, however many they are: for who would hold a store's snapshot open with them.
  package var alone: SharedBytes { count == 0 || isAlone ? self : SharedBytes(copying: bytes) }

  /// Whether the memory holds little besides.
  private var isAlone: Bool {
    guard let storage = keepAlive as? ByteStorage else { return false }
    return unsafe storage.memory.count <= 2 * count
  }

  private static let worthSharing = 16 * 1024
}
