// What the procedures that list things or look them up have in common.

extension Realm {
  /// Identifiers as a result.
  ///
  /// - Throws: ``WAMPError/Code/unavailable`` if there are more than one answer may have.
  func list(_ ids: [some WAMPIdentifier], _ what: String) throws(WAMPError) -> Value {
    try checkCount(ids.count, what)
    return .list(ids.map { Value($0.rawValue) })
  }

  /// - Throws: ``WAMPError/Code/unavailable`` if there are more than one answer may have.
  func checkCount(_ count: Int, _ what: String) throws(WAMPError) {
    let limit = dealer.table.limits.listedIDs
    guard count <= limit else {
      throw WAMPError(.unavailable, "there are \(count) \(what), more than the \(limit) of one answer")
    }
  }
}

extension Value {
  /// Null for no identifier.
  init(_ id: (some WAMPIdentifier)?) { self = id.map { Value($0.rawValue) } ?? .null }
}

extension MatchPolicy {
  /// Identifiers by how they match, in their order: a list for each policy, also where there are none.
  static func lists<ID: WAMPIdentifier>(_ ids: [MatchPolicy: [ID]]) -> Value {
    let lists = [MatchPolicy.exact, .prefix, .wildcard].map { match in
      (match.rawValue, Value.list((ids[match] ?? []).sorted().map { Value($0.rawValue) }))
    }
    return .map(Dictionary(uniqueKeysWithValues: lists))
  }
}

extension MetaCall {
  /// How a pattern matches that is looked up: as the options say, which are those of a SUBSCRIBE or REGISTER.
  func match(in options: String) throws(WAMPError) -> MatchPolicy {
    guard let match = try map(options)?["match"], !match.isNull else { return .exact }
    guard let policy = match.stringValue.flatMap(MatchPolicy.init) else {
      throw WAMPError(.invalidArgument, "the option match must be exact, prefix or wildcard")
    }
    return policy
  }
}
