import Flatwire

extension Authentication {
  /// A realm where each method has somebody, and anybody is a guest: the password is "pencil", the key 32 times 0xa1.
  static func closedRealm() throws -> Authentication {
    // What argon2-cffi makes of the password with these costs.
    let hash: [UInt8] = [
      0x5E, 0x36, 0x93, 0x95, 0x1D, 0x37, 0x64, 0x52, 0xB5, 0x82, 0xF1, 0xE3, 0x44, 0x48, 0x59, 0x21, 0x42,
      0xDE, 0x00, 0x35, 0x32, 0x46, 0x15, 0xE2, 0xE1, 0xDF, 0xD4, 0x82, 0x2E, 0x16, 0x8E, 0x24,
    ]
    let keys = try ScramKeys(
      argon2id: hash, salt: Array("sixteen bytes ok".utf8), iterations: 2, memory: 1024, dialect: .autobahn)
    let key = try CryptosignKey(hexadecimal: String(repeating: "a1", count: 32))
    return Authentication(
      principals: [
        Principal("tina", role: "user", .ticket("pencil")),
        Principal("carl", role: "user", .wampCRA(secret: "pencil")),
        Principal("sal", role: "user", .wampCRA(try SaltedSecret(password: "pencil", salt: "salt"))),
        Principal("scott", role: "user", .scram(keys)),
        Principal("kay", role: "user", try .cryptosign(publicKeys: [key.publicKey])),
      ], anonymousRole: "guest")
  }
}
