internal import FlatBuffersRuntime

extension TableRequests {
  /// A request in place.
  ///
  /// - Throws: `wamp.error.invalid_argument` if the bytes are none.
  @_lifetime(copy bytes)
  static func verified<Request: FlatTable & ~Escapable>(
    _ bytes: RawSpan, as type: Request.Type
  ) throws(WAMPError) -> Request {
    do throws(VerificationError) {
      try Verifier.verify(bytes, as: type)
    } catch {
      throw WAMPError(.invalidArgument, "the request is no \(Request.schemaName): \(error)")
    }
    // Sound because it was just verified.
    return unsafe Request(TableView(unverifiedRoot: bytes))
  }
}
