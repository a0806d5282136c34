internal import FlatBuffersReflection

extension MetaProcedure {
  /// Those by which a realm tells what its procedures, topics and errors are, as the specification sketches them. What they
  /// are called with and answer it leaves open, and those of schemas it does not have.
  static let ofReflection = [
    MetaProcedure("wamp.reflection.procedure.list") { realm, call, _ throws(WAMPError) in
      try realm.procedureLists(for: call.caller)
    },
    MetaProcedure("wamp.reflection.procedure.describe", ["procedure"]) { realm, call, _ throws(WAMPError) in
      try realm.description(ofProcedure: try call.requiredText("procedure"), for: call.caller).value
    },
    MetaProcedure("wamp.reflection.topic.list") { realm, call, _ throws(WAMPError) in
      try realm.topicLists(for: call.caller)
    },
    MetaProcedure("wamp.reflection.topic.describe", ["topic"]) { realm, call, _ throws(WAMPError) in
      try realm.description(ofTopic: try call.requiredText("topic"), for: call.caller).value
    },
    MetaProcedure("wamp.reflection.error.list") { realm, _, _ throws(WAMPError) in
      let uris = realm.interfaces.errorURIs.union(WAMPError.Code.predefined.map(\.code.rawValue))
      return MatchPolicy.lists(uris: [.exact: Array(uris)])
    },
    MetaProcedure("wamp.reflection.error.describe", ["error"]) { realm, call, _ throws(WAMPError) in
      try realm.description(ofError: try call.requiredText("error")).value
    },
    MetaProcedure("wamp.reflection.schema.list") { realm, _, _ throws(WAMPError) in
      .list(realm.interfaces.schemas.map(\.identity.value))
    },
    MetaProcedure("wamp.reflection.schema.get", ["hash"]) { realm, call, _ throws(WAMPError) in
      let hash = try call.requiredText("hash")
      guard let schema = realm.interfaces.schemas.first(where: { $0.identity.hash == hash }) else {
        throw .notDescribed("schema", hash)
      }
      return .bytes(schema.bytes)
    },
  ]
}

extension Realm {
  /// Whether a role may do one of several things with a URI. Of one that an authorizer decides about it is not known.
  private func permits(_ actions: [Permissions.Actions], _ pattern: URIPattern, to role: String?) -> Bool {
    let permissions = dealer.table.permissions
    return permissions.authorizer(of: role) != nil
      || actions.contains { permissions.allow($0, pattern.text, pattern.match, to: role) }
  }

  private func permitsProcedure(_ pattern: URIPattern, to role: String?) -> Bool {
    permits([.call, .register], pattern, to: role)
  }

  private func permitsTopic(_ pattern: URIPattern, to role: String?) -> Bool {
    permits([.subscribe, .publish], pattern, to: role)
  }

  /// The procedures that are registered, or that the inventory knows, as far as a caller may use them.
  fileprivate func procedureLists(for caller: Member) throws(WAMPError) -> Value {
    let table = dealer.table
    let (count, limit) = (table.procedures.count + interfaces.procedureURIs.count, table.limits.listedURIs)
    // Long names that have nothing in common take as long as very many.
    guard count <= limit, table.procedures.nodeCount <= 8 * limit else {
      throw WAMPError(.unavailable, "there are \(count) procedures, too many for one answer")
    }
    var found: [URIPattern] = []
    for (pattern, route) in table.procedures.all where isAnswered(route) { found.append(pattern) }
    for uri in interfaces.procedureURIs {
      if let route = table.procedures.exact(uri.utf8.span), isAnswered(route) { continue }
      found.append(URIPattern(uri))
    }
    return MatchPolicy.lists(found.filter { permitsProcedure($0, to: caller.authrole) })
  }

  /// Whether somebody is still there for a procedure: what is left of callees that are gone is worked off later.
  private func isAnswered(_ route: RoutingTable.Route) -> Bool {
    if case .registration(let id) = route { dealer.registration(id) != nil } else { true }
  }

  /// The topics that the inventory knows, those that this process publishes records to, and the router's own, as far as a
  /// caller may use them.
  fileprivate func topicLists(for caller: Member) throws(WAMPError) -> Value {
    let topics = interfaces.topicURIs.union(MetaTopic.allCases.map(\.rawValue)).map { URIPattern($0) }
    return MatchPolicy.lists(topics.filter { permitsTopic($0, to: caller.authrole) })
  }

  /// - Throws: ``WAMPError/Code/notDescribed`` if there is nothing to tell, or the caller may not use the procedure.
  fileprivate func description(
    ofProcedure uri: String, for caller: Member
  ) throws(WAMPError) -> InterfaceDescription {
    let table = dealer.table
    guard uri.utf8.count <= table.limits.uriLength else {
      throw .uriTooLong(uri, limit: table.limits.uriLength)
    }
    var description = InterfaceDescription(uri)
    let route = table.procedures.exact(uri.utf8.span) ?? table.pattern(covering: uri.utf8.span)
    switch route {
    case .realm(let number):
      description.registered = .init(pattern: uri)
      description.request = .init(names: MetaProcedure.all[number].parameters)
    case .callersLoop: description.registered = .init(pattern: uri)
    case .registration(let id):
      description.registered = dealer.registration(id).map {
        .init(pattern: $0.procedure, match: $0.match, invoke: $0.invoke)
      }
    case nil: break
    }
    let interface = interfaces.procedure(uri)
    guard permitsProcedure(URIPattern(uri), to: caller.authrole),
      description.registered != nil || interface != nil
    else { throw .notDescribed("procedure", uri) }
    switch interface {
    case .records(let interface): description.add(interface)
    case .table(let procedure, let table): description.add(procedure, of: table)
    case nil: break
    }
    description.takesRecords = interfaces.takesRecords(uri)
    return description
  }

  /// - Throws: ``WAMPError/Code/notDescribed`` if there is nothing to tell, or the caller may not use the topic.
  fileprivate func description(
    ofTopic uri: String, for caller: Member
  ) throws(WAMPError) -> InterfaceDescription {
    var description = InterfaceDescription(uri)
    let interface = interfaces.topic(uri)
    let meta = MetaTopic(rawValue: uri)
    guard interface != nil || meta != nil, permitsTopic(URIPattern(uri), to: caller.authrole) else {
      throw .notDescribed("topic", uri)
    }
    if let meta { description.event = .init(names: meta.parameters) }
    if let interface { description.add(interface) }
    return description
  }
}

extension Realm {
  /// - Throws: ``WAMPError/Code/notDescribed`` if there is nothing to tell.
  fileprivate func description(ofError uri: String) throws(WAMPError) -> InterfaceDescription {
    var description = InterfaceDescription(uri)
    description.documentation = WAMPError.Code.predefined.first { $0.code.rawValue == uri }?.meaning
    if let (schema, table) = interfaces.error(uri) {
      description.add(error: table, of: schema)
    } else if description.documentation == nil {
      throw .notDescribed("error", uri)
    }
    return description
  }
}

extension MatchPolicy {
  /// URIs by how they match, in their order: as ``lists(_:)`` has identifiers.
  fileprivate static func lists(_ patterns: [URIPattern]) -> Value {
    lists(uris: Dictionary(grouping: patterns, by: \.match).mapValues { $0.map(\.text) })
  }

  fileprivate static func lists(uris: [MatchPolicy: [String]]) -> Value {
    let lists = [MatchPolicy.exact, .prefix, .wildcard].map { match in
      (match.rawValue, Value.list((uris[match] ?? []).sorted().map(Value.string)))
    }
    return .map(Dictionary(uniqueKeysWithValues: lists))
  }
}

extension WAMPError {
  fileprivate static func notDescribed(_ kind: String, _ name: String) -> WAMPError {
    WAMPError(.notDescribed, "nothing is known here of the \(kind) \(name.quoted)")
  }
}
