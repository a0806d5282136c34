// What a peer names is not there.
extension WAMPError {
  static func noSuchSession(_ id: SessionID) -> WAMPError { WAMPError(.noSuchSession, "no session \(id)") }

  static func noSuchSubscription(_ id: SubscriptionID) -> WAMPError {
    WAMPError(.noSuchSubscription, "no subscription \(id)")
  }

  static func noSuchRegistration(_ id: RegistrationID) -> WAMPError {
    WAMPError(.noSuchRegistration, "no registration \(id)")
  }

  /// What a callee answers that unregistered a procedure while a call of it was on its way: for the caller it is gone, as
  /// it will be for the next one, and never heard of the callee's registrations.
  package static let registeredNoMore = WAMPError(.noSuchProcedure, "the callee has it registered no more")
}
