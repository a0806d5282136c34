/// What both sides of SCRAM compute of what they told each other (RFC 5802, with SHA-256).
struct ScramExchange {
  let dialect: ScramDialect
  let authid: String
  let clientNonce: String
  /// That of the router, which begins with that of the client.
  let nonce: String
  /// In base64, as it was sent.
  let salt: String
  let iterations: Int

  /// The text that both sides sign.
  var message: [UInt8] {
    let escaped = dialect == .standard ? Self.escaped(authid) : authid
    let text =
      "n=\(escaped),r=\(clientNonce),r=\(nonce),s=\(salt),i=\(iterations),c=\(dialect.channelBinding),r=\(nonce)"
    return Array(text.utf8)
  }

  private static func escaped(_ name: String) -> String {
    var text = ""
    for scalar in name.unicodeScalars {
      switch scalar {
      case ",": text += "=2C"
      case "=": text += "=3D"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }

  func proof(clientKey: [UInt8]) -> [UInt8] {
    Octets.xor(clientKey, KeyedHash.hmac(KeyedHash.sha256(clientKey), message))
  }

  /// Whether a proof is that of a client whose password made the keys.
  func accepts(_ proof: [UInt8], of keys: ScramKeys) -> Bool {
    guard proof.count == 32 else { return false }
    let clientKey = Octets.xor(proof, KeyedHash.hmac(keys.storedKey, message))
    return Octets.areEqual(KeyedHash.sha256(clientKey), keys.storedKey)
  }

  /// What proves to the client that the router knows its keys.
  func serverSignature(_ serverKey: [UInt8]) -> [UInt8] { KeyedHash.hmac(serverKey, message) }
}
