// What a peer names is not there.
extension WAMPError {
  static func noSuchSession(_ id: SessionID) -> WAMPError { WAMPError(.noSuchSession, "no session \(id)") }

  static func noSuchSubscription(_ id: SubscriptionID) -> WAMPError {
    WAMPError(.noSuchSubscription, "no subscription \(id)")
  }

  static func noSuchRegistration(_ id: RegistrationID) -> WAMPError {
    WAMPError(.noSuchRegistration, "no registration \(id)")
  }

  /// What a callee answers that unregistered a procedure while a call of it was on its way: the caller knows nothing of its
  /// registrations, and finds the procedure gone, as the next one will.
  package static let registeredNoMore = WAMPError(.noSuchProcedure, "the callee has it registered no more")
}
