/// A procedure that a realm answers itself: all that is known of it.
///
/// Whether a session may call it, the permissions say, as of every procedure.
struct MetaProcedure: Sendable {
  /// - Returns: the one result; `nil` if there is none.
  typealias Answer =
    @Sendable (inout Realm, MetaCall, inout [RealmAction]) throws(WAMPError) -> Value?

  let uri: String
  /// What its arguments are called. Each may be given by its position or by its name.
  let parameters: [String]
  /// Answers a call. What it does besides is done before the caller has its answer.
  let answer: Answer

  init(_ uri: String, _ parameters: [String] = [], _ answer: @escaping Answer) {
    self.uri = uri
    self.parameters = parameters
    self.answer = answer
  }

  /// All of them; routes name each by its place here.
  static let all =
    ofSessions + ofKilling + ofSubscriptions + ofRegistrations + ofTestaments + ofReflection
}

extension RoutingTable {
  /// Leads the URIs of the meta procedures to the realm.
  mutating func addMetaProcedures() {
    for (number, procedure) in MetaProcedure.all.enumerated() {
      procedures.insert(.realm(procedure: number), for: procedure.uri, .exact)
    }
  }
}
