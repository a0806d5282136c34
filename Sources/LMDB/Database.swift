/// A named database in an environment.
///
/// Valid as long as the environment it was opened in, and only there.
@frozen
public struct Database: Sendable, Equatable {
  @usableFromInline let handle: UInt32

  init(handle: UInt32) { self.handle = handle }
}
