/// A union whose member can be verified and read in place.
///
/// All that schemac generates with `--views-only`; a ``FlatUnion`` can be built and kept, too.
public protocol ReadableUnion: ~Escapable, SendableMetatype {
  /// The integer that tells the members apart.
  associatedtype RawTag: FlatValue & FixedWidthInteger & BitwiseCopyable

  /// The member that `tag` tells, in verified bytes.
  @_lifetime(copy member)
  init(tag: RawTag, _ member: UnionView)

  /// Checks the member at `position`; one with a tag the schema does not know is accepted.
  ///
  /// - Throws: the first fault found, with its path from the member.
  static func verify(
    _ tag: RawTag, at position: Int, with verifier: inout Verifier
  ) throws(VerificationError)
}
