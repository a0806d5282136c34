extension RoutingTable {
  /// Why a session may not publish an event; `nil` if it may.
  ///
  /// - Parameter isAuthorized: whether an authorizer has allowed it, so that permissions are not asked.
  func refusal(
    of publish: Message.Publish, by role: String?, isAuthorized: Bool = false
  ) -> WAMPError? {
    let length = publish.audience.length
    if length > limits.audienceLength {
      return WAMPError(
        .invalidArgument, "the receivers' lists have \(length) entries, more than \(limits.audienceLength)")
    }
    let topic = publish.topic
    if let error = fault(in: topic, "topic", URI.fault(in:rule:)) { return error }
    if URI.isReserved(topic) {
      return WAMPError(.invalidURI, "\(topic.quoted): topics under wamp. belong to the router")
    }
    return isAuthorized || permissions.allow(.publish, topic.utf8.span, to: role)
      ? nil : WAMPError(.notAuthorized, "\(topic.quoted) may not be published to")
  }

  /// Why a session may not subscribe to a pattern; `nil` if it may.
  package func refusal(ofSubscribing topic: String, _ match: MatchPolicy, by role: String?) -> WAMPError? {
    if let error = fault(inPattern: topic, match) { return error }
    return permits(.subscribe, topic, match, to: role)
      ? nil : WAMPError(.notAuthorized, "\(topic.quoted) may not be subscribed to")
  }

  /// Why a text is no topic, or pattern of topics; `nil` if it is.
  func fault(inPattern topic: String, _ match: MatchPolicy) -> WAMPError? {
    fault(in: topic, "topic") { URI.fault(inPattern: $0, for: match, rule: $1) }
  }

  /// Why a session may not register a procedure; `nil` if it may.
  func refusal(ofRegistering procedure: String, _ match: MatchPolicy, by role: String?) -> WAMPError? {
    if let error = refusal(ofProcedure: procedure, match) { return error }
    if URI.isReserved(procedure) {
      return WAMPError(.invalidURI, "\(procedure.quoted): procedures under wamp. belong to the router")
    }
    return permits(.register, procedure, match, to: role)
      ? nil : WAMPError(.notAuthorized, "\(procedure.quoted) may not be registered")
  }

  /// Why nobody may register a procedure or a pattern of this name; `nil` if it is a good name.
  func refusal(ofProcedure procedure: String, _ match: MatchPolicy) -> WAMPError? {
    fault(in: procedure, "procedure") { URI.fault(inPattern: $0, for: match, rule: $1) }
  }

  /// Whether a role may do something, or an authorizer has said so before.
  private func permits(
    _ action: Permissions.Actions, _ uri: String, _ match: MatchPolicy, to role: String?
  ) -> Bool {
    permissions.allow(action, uri, match, to: role) || permissions.authorizer(of: role) != nil
  }

  private func fault(
    in uri: String, _ kind: String, _ check: (String, URI.Rule) -> URI.Fault?
  ) -> WAMPError? {
    guard uri.utf8.count <= limits.uriLength else { return .uriTooLong(uri, limit: limits.uriLength) }
    return check(uri, uriRule).map { WAMPError(.invalidURI, "\(uri.quoted) is not a \(kind): \($0)") }
  }
}
