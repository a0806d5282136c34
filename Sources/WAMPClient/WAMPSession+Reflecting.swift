internal import SharedBytes
package import WAMP
internal import WAMPAuthentication

extension WAMPSession {
  /// What the router tells of a procedure that takes or answers records, with the schema that it is of.
  ///
  /// - Parameter options: those of each question.
  /// - Returns: `nil` if the router tells nothing, or nothing of its records.
  /// - Throws: ``WAMPError``: `wamp.error.invalid_payload` if what it tells is wrong, or the bytes that it gives are not the
  ///   schema that it named; what asking it throws.
  package func description(
    of procedure: String, options: CallOptions = CallOptions()
  ) async throws -> DescribedProcedure? {
    guard routerRoles.supports(.reflection, as: .dealer) else { return nil }
    let describe = "wamp.reflection.procedure.describe"
    guard let told = try await tell(describe, .string(procedure), options) else { return nil }
    let description: InterfaceDescription
    do throws(WAMPError) {
      description = try InterfaceDescription(told)
    } catch {
      throw error.about(describe)
    }
    let contents = [description.request, description.response, description.part]
    guard contents.contains(where: { $0?.record != nil }), let schema = description.schema else { return nil }
    let get = "wamp.reflection.schema.get"
    guard let given = try await tell(get, .string(schema.hash), options) else { return nil }
    guard let bytes = given.bytesValue else {
      throw WAMPError(.invalidPayload, "\(get): found \(given.kind), expected binary data")
    }
    return try DescribedProcedure(description, schema, bytes, hash: bytes.sha256)
  }

  /// The one value that the router answers a question about itself with; `nil` if it does not answer such.
  private func tell(_ procedure: String, _ subject: Value, _ options: CallOptions) async throws -> Value? {
    do {
      return try await call(procedure, [subject], options: options).arguments().list.first ?? .null
    } catch let error as WAMPError where error.saysThatNothingIsTold {
      return nil
    }
  }
}

extension WAMPError {
  /// Whether a router answers so that tells this client nothing, and not one that could tell at another time.
  fileprivate var saysThatNothingIsTold: Bool {
    guard !endedSession else { return false }
    switch code {
    case .noSuchProcedure, .notAuthorized, .authorizationFailed, .notDescribed, .invalidURI: return true
    default: return false
    }
  }
}
