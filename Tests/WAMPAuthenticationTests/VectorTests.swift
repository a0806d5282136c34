import Testing
import WAMP

@testable import WAMPAuthentication

/// What others computed is computed here, too.
@Suite struct VectorTests {
  @Test(
    "PBKDF2 with HMAC-SHA256 gives what RFC 7914 says",
    arguments: [
      (
        "passwd", "salt", 1,
        "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc"
          + "49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783"
      ),
      (
        "Password", "NaCl", 80000,
        "4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56"
          + "a1d425a1225833549adb841b51c9b3176a272bdebba1d078478f62b397f33c8d"
      ),
    ])
  func pbkdf2(password: String, salt: String, iterations: Int, key: String) {
    let derived = KeyedHash.pbkdf2(
      Array(password.utf8), salt: Array(salt.utf8), iterations: iterations, count: 64)
    #expect(Hexadecimal.text(derived) == key)
  }

  @Test("WAMP-CRA signs as Autobahn does, with the secret and with a derived key")
  func cra() throws {
    let challenge = "{\"a\":1}"
    #expect(
      SaltedSecret.signature(of: challenge, "geheim") == "DD6JAQgHonT9JvrjYo0+Hcjx7hXMIGqOcpIOULTai68=")
    let salted = try SaltedSecret(password: "geheim", salt: "salt123", iterations: 1000)
    #expect(salted.key == "4z827fGBrTA5vW8njjX81bvoc9e+4V+K+UH+YyzxNis=")
    #expect(
      SaltedSecret.signature(of: challenge, salted.key) == "iiYVoU1ToduEnGN6EE51R+TLq0vIj/wltxoKRsFY3zY=")
  }

  @Test("SCRAM computes the proof and the signature of RFC 7677")
  func scram() throws {
    let salt = "W22ZaJ0SNY7soEsUEjb6gQ=="
    let exchange = ScramExchange(
      dialect: .standard, authid: "user", clientNonce: "rOprNGfwEbeRWgbNEkqO",
      nonce: "rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0", salt: salt, iterations: 4096)
    let salted = KeyedHash.pbkdf2(
      Array("pencil".utf8), salt: try #require(Base64.bytes(salt)), iterations: 4096)
    let proof = exchange.proof(clientKey: ScramKeys.clientKey(salted))
    #expect(Base64.text(proof) == "dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=")
    let keys = try ScramKeys(password: "pencil", salt: Base64.bytes(salt), iterations: 4096)
    #expect(exchange.accepts(proof, of: keys))
    #expect(!exchange.accepts(Array(proof.dropLast()), of: keys))
    #expect(
      Base64.text(exchange.serverSignature(keys.serverKey)) == "6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=")
  }

  @Test("SCRAM as Autobahn speaks it, with Argon2id, gives what Autobahn does")
  func autobahn() throws {
    // What argon2-cffi makes of "pencil" and the salt.
    let hash = try #require(
      Hexadecimal.bytes("5e3693951d376452b582f1e34448592142de0035324615e2e1dfd4822e168e24"))
    let salt = Array("sixteen bytes ok".utf8)
    let exchange = ScramExchange(
      dialect: .autobahn, authid: "user", clientNonce: "egVDf3DMJh0=", nonce: "egVDf3DMJh0=SBmkFIh7sSo=",
      salt: Base64.text(salt), iterations: 2)
    let derivation = KeyDerivation.argon2id(iterations: 2, memory: 1024)
    let salted = ScramDialect.autobahn.saltedPassword(hash, derivation)
    let proof = exchange.proof(clientKey: ScramKeys.clientKey(salted))
    #expect(Base64.text(proof) == "czKq+gYOywaPx5iXymOKpJ+sVvt/sPX6cg19Zq5lV5o=")
    let keys = try ScramKeys(argon2id: hash, salt: salt, iterations: 2, memory: 1024, dialect: .autobahn)
    #expect(exchange.accepts(proof, of: keys))
    #expect(
      Base64.text(exchange.serverSignature(keys.serverKey)) == "k+R+GCZ62X/gHg/wtQCKGmn0bfp80Ww5xJ7aU7vb/NY=")
  }

  /// "egVDf3DMJh0=" are 8 bytes, which the second one begins with.
  @Test(
    "a router's nonce goes on from the client's",
    arguments: [
      ("egVDf3DMJh0=SBmkFIh7sSo=", true, true), ("egVDf3DMJh0=", false, false), ("", false, false),
      ("egVDf3DMJh0BAgM=", false, true), ("fgVDf3DMJh0BAgM=", false, false), ("egVDf3DMJh1", false, false),
    ])
  func nonces(nonce: String, standard: Bool, autobahn: Bool) {
    #expect(ScramDialect.standard.accepts(nonce, after: "egVDf3DMJh0=") == standard)
    #expect(ScramDialect.autobahn.accepts(nonce, after: "egVDf3DMJh0=") == autobahn)
  }

  @Test("names are escaped in what SCRAM signs, as RFC 5802 says")
  func escaping() {
    let exchange = ScramExchange(
      dialect: .standard, authid: "a=b,c", clientNonce: "x", nonce: "xy", salt: "AA==", iterations: 4096)
    #expect(
      String(decoding: exchange.message, as: UTF8.self) == "n=a=3Db=2Cc,r=x,r=xy,s=AA==,i=4096,c=biws,r=xy")
  }

  /// Of the specification, and the same with the private key on our side.
  @Test(
    "cryptosign accepts the specification's signatures",
    arguments: [
      (
        "4d57d97a68f555696620a6d849c0ce582568518d729eb753dc7c732de2804510",
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "b32675b221f08593213737bef8240e7c15228b07028e19595294678c90d11c0c"
          + "ae80a357331bfc5cc9fb71081464e6e75013517c2cf067ad566a6b7b728e5d03"
      ),
      (
        "d511fe78e23934b3dadb52fcd022974b80bd92bccc7c5cf404e46cc0a8a2f5cd",
        "b26c1f87c13fc1da14997f1b5a71995dff8fbe0a62fae8473c7bdbd05bfb607d",
        "d4209ad10d5aff6bfbc009d7e924795de138a63515efc7afc6b01b7fe5201372"
          + "190374886a70207b042294af5bd64ce725cd8dceb344e6d11c09d1aaaf4d660f"
      ),
      (
        "6e1fde9cf9e2359a87420b65a87dc0c66136e66945196ba2475990d8a0c3a25b",
        "b05e6b8ad4d69abf74aa3be3c0ee40ae07d66e1895b9ab09285a2f1192d562d2",
        "7beb282184baadd08f166f16dd683b39cab53816ed81e6955def951cb2ddad1e"
          + "c184e206746fd82bda075af03711d3d5658fc84a76196b0fa8d1ebc92ef9f30b"
      ),
    ])
  func cryptosign(key: String, challenge: String, signature: String) throws {
    let key = try CryptosignKey(hexadecimal: key)
    let bytes = try #require(Hexadecimal.bytes(challenge))
    #expect(CryptosignKey.accepts(signature + challenge, of: bytes, by: key.publicKey))
    #expect(CryptosignKey.accepts(try key.signature(of: challenge), of: bytes, by: key.publicKey))
    let other = "00" + challenge.dropFirst(2)
    #expect(!CryptosignKey.accepts(signature + other, of: bytes, by: key.publicKey))
    #expect(!CryptosignKey.accepts(signature, of: bytes, by: key.publicKey))
    var damaged = Array(signature)
    damaged[5] = damaged[5] == "0" ? "1" : "0"
    #expect(!CryptosignKey.accepts(String(damaged) + challenge, of: bytes, by: key.publicKey))
  }

  @Test(
    "base64 is read and written in its canonical form only",
    arguments: [
      ("", ""), ("66", "Zg=="), ("666f", "Zm8="), ("666f6f", "Zm9v"), ("666f6f62", "Zm9vYg=="),
      ("fbff", "+/8="),
    ])
  func base64(hexadecimal: String, text: String) {
    let bytes = Hexadecimal.bytes(hexadecimal)
    #expect(bytes.map(Base64.text) == text)
    #expect(Base64.bytes(text) == bytes)
  }

  @Test(
    "what is not base64 is not read",
    arguments: ["Zg", "Zg=", "Zh==", "Zg==Zg==", "Z===", "====", "Z g=", "Zm9v\n", "-_8="])
  func notBase64(text: String) {
    #expect(Base64.bytes(text) == nil)
  }

  @Test("secrets are not printed, whatever holds them")
  func printing() throws {
    let salted = try SaltedSecret(password: "geheim", salt: "x", iterations: 1)
    let keys = try ScramKeys(password: "geheim", iterations: 4096)
    let key = try CryptosignKey(bytes: Array("geheim geheim geheim geheim 1234".utf8))
    let holders: [Any] = [
      Secret("geheim"), [Secret("geheim")], Credential.ticket("geheim"),
      Principal("joe", role: "user", .wampCRA(secret: "geheim")),
      Authentication(principals: [Principal("joe", role: "user", .ticket("geheim"))]),
      key, salted, Credential.wampCRA(salted), keys, Credential.scram(keys),
      ClientAuthentication.ticket("geheim"), ClientAuthentication.wampCRA(secret: "geheim"),
      ClientAuthentication.scram(password: "geheim"), ClientAuthentication.cryptosign(key),
    ]
    let bytes = [Array("geheim".utf8), salted.key.bytes, keys.storedKey, keys.serverKey]
    let secrets = ["geheim", salted.key.text] + bytes.map { Self.numbers(in: "\($0.prefix(3))") }
    for holder in holders {
      var dumped = ""
      dump(holder, to: &dumped)
      for text in ["\(holder)", String(reflecting: holder), dumped] {
        let numbers = Self.numbers(in: text)
        for secret in secrets { #expect(!text.contains(secret) && !numbers.contains(secret), "\(text)") }
      }
    }
  }

  /// The numbers in a text, however bytes are listed there.
  private static func numbers(in text: String) -> String {
    text.split { !$0.isNumber }.joined(separator: ", ")
  }
}
