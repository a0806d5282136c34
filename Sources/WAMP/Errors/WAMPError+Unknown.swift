// What a peer names is not there.
extension WAMPError {
  static func noSuchSession(_ id: SessionID) -> WAMPError { WAMPError(.noSuchSession, "no session \(id)") }

  static func noSuchSubscription(_ id: SubscriptionID) -> WAMPError {
    WAMPError(.noSuchSubscription, "no subscription \(id)")
  }

  static func noSuchRegistration(_ id: RegistrationID) -> WAMPError {
    WAMPError(.noSuchRegistration, "no registration \(id)")
  }
}
