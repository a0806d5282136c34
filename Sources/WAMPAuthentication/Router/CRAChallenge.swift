internal import SharedBytes
internal import WAMP

/// The text that a client signs by WAMP-CRA: JSON, so that somebody who signs for a client sees for whom.
struct CRAChallenge {
  let authid: String
  let authrole: String
  let authprovider: String
  let session: SessionID
  /// In UTC, as RFC 3339 spells it.
  let timestamp: String
  let nonce: [UInt8]

  var text: String {
    let members = [
      ("authid", Self.quoted(authid)), ("authrole", Self.quoted(authrole)),
      ("authmethod", Self.quoted(AuthenticationMethod.wampCRA.rawValue)),
      ("authprovider", Self.quoted(authprovider)), ("nonce", Self.quoted(Base64.text(nonce))),
      ("timestamp", Self.quoted(timestamp)), ("session", "\(session.rawValue)"),
    ]
    return "{\(members.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ","))}"
  }

  private static func quoted(_ text: String) -> String {
    String(decoding: Array(Value.string(text).encoded(in: .json)), as: UTF8.self)
  }
}
