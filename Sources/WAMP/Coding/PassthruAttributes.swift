internal import SharedBytes

/// What the options say of a payload that is passed through, in both styles.
///
/// Which style it is, the payload tells, and that comes after the options.
final class PassthruAttributes: Sendable {
  let scheme: String?
  let serializer: String?
  let cipher: String?
  private let keyID: String?
  private let algorithm: String?
  private let encSerializer: String?
  private let encKey: String?

  init<Items>(from options: inout OptionMap<Items>) throws(FieldFault) {
    algorithm = try options.attribute("enc_algo", among: Self.algorithms)
    encKey = try options.text("enc_key")
    encSerializer = try options.attribute("enc_serializer", among: Self.serializers)
    cipher = try options.attribute("ppt_cipher", among: Self.ciphers)
    keyID = try options.text("ppt_keyid")
    scheme = try options.attribute("ppt_scheme", among: Self.schemes)
    serializer = try options.attribute("ppt_serializer", among: Self.serializers)
  }

  /// What Autobahn knows; it ends the session over any other that does not begin with `x_`.
  private static let algorithms = ["cryptobox", "mqtt", "xbr", "null"]
  private static let serializers = [
    "null", "transport", "json", "msgpack", "cbor", "ubjson", "opaque", "flatbuffers", "flexbuffers",
    "native",
  ]
  private static let schemes = ["none", "cryptobox", "mqtt", "xbr", "opaque", "wamp"]
  private static let ciphers = ["null", "xsalsa20poly1305", "aes256gcm"]

  /// Binary data in the place of the arguments.
  func transparency(_ bytes: SharedBytes) -> PassthruPayload {
    PassthruPayload(
      bytes, scheme: algorithm, serializer: encSerializer, keyID: encKey, style: .transparency)
  }

  /// Binary data as the only argument; `nil` if it is just that.
  func passthru(_ bytes: SharedBytes) -> PassthruPayload? {
    guard let scheme else { return nil }
    return PassthruPayload(bytes, scheme: scheme, serializer: serializer, cipher: cipher, keyID: keyID)
  }
}

extension OptionMap {
  /// A name that is known, or one of the application's own, which begins with `x_`.
  fileprivate mutating func attribute(_ key: String, among known: [String]) throws(FieldFault) -> String? {
    guard let name = try text(key) else { return nil }
    guard known.contains(name) || name.utf8.starts(with: "x_".utf8) else {
      throw FieldFault(.option, "\(key) \(name.quoted) is not known and does not begin with x_")
    }
    return name
  }
}

extension PassthruPayload {
  /// The scheme in the schema, which has one spelling for both styles.
  var tableScheme: String? {
    scheme == Payload.RecordAttributes.transparencyScheme ? Payload.RecordAttributes.scheme : scheme
  }
}
