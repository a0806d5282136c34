extension MetaProcedure {
  static let ofTestaments = [
    MetaProcedure("wamp.session.add_testament", ["topic", "args", "kwargs", "publish_options", "scope"]) {
      (realm, call, actions) throws(WAMPError) in
      let scope = try call.scope()
      var publish = try call.publication()
      let table = realm.dealer.table
      if let error = table.refusal(of: publish, by: call.caller.authrole) { throw error }
      let check = table.check(ofTopic: publish.topic.utf8.span)
      try realm.broker.inspection.pass(publish.payload, check, from: call.caller.id, into: &actions)
      if table.permissions.discloses(.publish, publish.topic, of: call.caller.authrole) {
        publish.discloseMe = true
      }
      var testaments = realm.testaments[call.caller.id] ?? Testaments()
      try testaments.add(publish, scope, table.limits)
      realm.testaments[call.caller.id] = testaments
      return nil
    },
    MetaProcedure("wamp.session.flush_testaments", ["scope"]) { (realm, call, _) throws(WAMPError) in
      realm.testaments[call.caller.id]?.removeAll(try call.scope())
      return nil
    },
  ]
}

extension MetaCall {
  fileprivate func scope() throws(WAMPError) -> Testaments.Scope {
    guard let name = try text("scope") else { return .destroyed }
    guard let scope = Testaments.Scope(rawValue: name) else {
      throw WAMPError(.invalidArgument, "scope must be detached or destroyed, not \(name.quoted)")
    }
    return scope
  }

  /// The event of a testament: a PUBLISH, read as one, so that its options are what they are there.
  fileprivate func publication() throws(WAMPError) -> Message.Publish {
    let message: Value = [
      .int(Int64(MessageCode.publish.rawValue)), 1, .map(try map("publish_options") ?? [:]),
      .string(try requiredText("topic")), .list(try list("args") ?? []), .map(try map("kwargs") ?? [:]),
    ]
    do throws(MessageFault) {
      guard case .publish(var publish) = try SerializerKind.cbor.decode(message.cbor) else {
        throw MessageFault(WAMPError(.protocolViolation, "it is no PUBLISH"))
      }
      // Nobody is there to be told.
      publish.acknowledge = false
      return publish
    } catch {
      throw WAMPError(.invalidArgument, "the testament cannot be published: \(error.error.message)")
    }
  }
}
