internal import WAMPAuthentication

extension Router {
  /// Forgets the cookies of a principal: whoever has one has to prove again who it is. Open sessions stay.
  ///
  /// - Parameters:
  ///   - authid: whose; `nil` for everybody's.
  ///   - realm: one of ``realms``; `nil` for all.
  /// - Returns: how many there were.
  @discardableResult
  public func forgetCookies(of authid: String?, in realm: String? = nil) -> Int {
    reception.cookies.forget(authid, in: realm)
  }
}
