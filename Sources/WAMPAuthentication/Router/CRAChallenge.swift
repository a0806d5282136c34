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
    var json = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": json += "\\\""
      case "\\": json += "\\\\"
      case "\u{0}"..."\u{1F}": json += "\\u00" + Hexadecimal.text([UInt8(scalar.value)])
      default: json.unicodeScalars.append(scalar)
      }
    }
    return json + "\""
  }
}
