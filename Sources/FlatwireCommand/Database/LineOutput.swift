import Foundation

/// The standard output of a command that prints many lines: what can't be written is an error, and not the end of a
/// shorter output that looks whole.
struct LineOutput {
  private var pending = Data()
  private static let chunk = 1 << 16

  mutating func write(_ line: String) throws {
    pending.append(contentsOf: line.utf8)
    pending.append(UInt8(ascii: "\n"))
    if pending.count >= LineOutput.chunk { try flush() }
  }

  /// Writes what waits; to be called at the end, and where somebody is to hear of it now.
  mutating func flush() throws {
    try FileHandle.standardOutput.write(contentsOf: pending)
    pending.removeAll(keepingCapacity: true)
  }
}
