import LMDB

/// One run of the machine, from its start until it stops or loses power.
///
/// What a program wrote without waiting for the disk is whole as long as the machine runs, even if the program was
/// killed; afterwards nobody knows.
package struct BootSession: Hashable, Sendable {
  /// Tells runs apart; not 0, and less than 2^63.
  let number: UInt64

  /// - Parameter seed: any number that tells runs apart.
  package init(_ seed: UInt64) { number = max(seed >> 1, 1) }

  /// The one that goes on now. Where the system does not number them, each process is taken for one.
  package static let current = BootSession(systemNumber ?? .random(in: .min ... .max))

  /// The first 64 bits of the UUID that Linux and Darwin make at each start.
  private static var systemNumber: UInt64? {
    guard let text = bootSessionText() else { return nil }
    return UInt64(text.filter(\.isHexDigit).prefix(16), radix: 16)
  }
}
