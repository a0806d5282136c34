internal import WAMP
internal import WAMPAuthentication

/// What clients have to prove, by the method.
extension NodeReader {
  func readTicket(_ section: inout ConfigurationSection) throws(ConfigurationFault) -> NodeConfiguration.Proof
  {
    .ticket(Secret(try surroundings.secret(try section.require("ticket"))))
  }

  /// With a salt the secret is a password, of which only what is derived is kept.
  func readCRA(_ section: inout ConfigurationSection) throws(ConfigurationFault) -> NodeConfiguration.Proof {
    let place = section.place
    let secret = Secret(try surroundings.secret(try section.require("secret")))
    let (salt, iterations, length) = (
      section.take("salt"), section.take("iterations"), section.take("keylen")
    )
    guard let salt, let iterations, let length else {
      guard let one = salt ?? iterations ?? length else { return .wampCRA(SaltedSecret(secret)) }
      throw one.fault("says nothing alone: salt, iterations and keylen belong together")
    }
    let (text, count) = (try salt.text(), try iterations.integer(1...2_000_000))
    let keyLength = try length.integer(1...1024)
    return try checked(at: place) { () throws(WAMPError) in
      .wampCRA(try SaltedSecret(password: secret, salt: text, iterations: count, keyLength: keyLength))
    }
  }

  private enum Function: String, CaseIterable {
    case argon2id = "argon2id-13"
    case pbkdf2
  }

  /// Keys as Crossbar.io makes them: in hexadecimal digits, of Argon2id in Autobahn's dialect.
  func readSCRAM(_ section: inout ConfigurationSection) throws(ConfigurationFault) -> NodeConfiguration.Proof
  {
    let place = section.place
    let function = try section.require("kdf").word(of: Function.self)
    let iterations = try section.require("iterations").integer(1...2_000_000)
    let memory = try section.require("memory").integer(0...(4 << 20))
    let salt = try readBytes(try section.require("salt"))
    let storedKey = try readBytes(try section.require("stored-key"))
    let serverKey = try readBytes(try section.require("server-key"))
    return try checked(at: place) { () throws(WAMPError) in
      switch function {
      case .pbkdf2:
        .scram(
          try ScramKeys(
            storedKey: storedKey, serverKey: serverKey, salt: salt,
            derivation: .pbkdf2(iterations: iterations)))
      case .argon2id:
        .scram(
          try ScramKeys(
            storedKey: storedKey, serverKey: serverKey, salt: salt,
            derivation: .argon2id(iterations: iterations, memory: memory), dialects: [.autobahn]))
      }
    }
  }

  func readCryptosign(
    _ section: inout ConfigurationSection
  ) throws(ConfigurationFault) -> NodeConfiguration.Proof {
    let item = try section.require("authorized_keys")
    var keys: [String] = []
    for entry in try item.list() {
      let key = try entry.text()
      guard Hexadecimal.bytes(key)?.count == 32 else {
        throw entry.fault("is not of 64 hexadecimal digits")
      }
      keys.append(key.lowercased())
    }
    if keys.isEmpty { throw item.fault("is empty: nobody could prove it") }
    return .cryptosign(keys)
  }

  private func readBytes(_ item: ConfigurationItem) throws(ConfigurationFault) -> [UInt8] {
    guard let bytes = Hexadecimal.bytes(try item.text()) else {
      throw item.fault("is not of hexadecimal digits, two for each byte")
    }
    return bytes
  }

  /// What the cryptography's own checks find is a fault of the principal.
  private func checked(
    at place: ConfigurationPlace, _ body: () throws(WAMPError) -> NodeConfiguration.Proof
  ) throws(ConfigurationFault) -> NodeConfiguration.Proof {
    do {
      return try body()
    } catch {
      throw place.fault(error.message)
    }
  }
}
