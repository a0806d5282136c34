/// The parameters of `permessage-deflate` (RFC 7692, section 7.1), as an offer or the answer to one says them.
struct DeflateParameters: Equatable {
  static let extensionName = "permessage-deflate"

  enum Message {
    case offer
    case answer
  }

  var serverNoContextTakeover = false
  var clientNoContextTakeover = false
  /// `nil`: nothing is said of it.
  var serverMaxWindowBits: Int?
  /// `nil`: nothing is said of it, and in an offer that the client cannot be asked for less than 15.
  var clientMaxWindowBits: Int?

  init() {}

  /// Reads them.
  ///
  /// - Returns: `nil` for another extension and for what has to be refused: parameters that are unknown, said twice or have a
  ///   value that they cannot have.
  init?(_ one: WebSocketExtension, in message: Message) {
    guard one.name == Self.extensionName else { return nil }
    guard Set(one.parameters.map(\.name)).count == one.parameters.count else { return nil }
    for parameter in one.parameters {
      switch (parameter.name, parameter.value) {
      case ("server_no_context_takeover", nil): serverNoContextTakeover = true
      case ("client_no_context_takeover", nil): clientNoContextTakeover = true
      case ("server_max_window_bits", .some(let value)):
        guard let bits = Self.bits(value) else { return nil }
        serverMaxWindowBits = bits
      case ("client_max_window_bits", .some(let value)):
        guard let bits = Self.bits(value) else { return nil }
        clientMaxWindowBits = bits
      // A client that can be asked for less, and by itself would take all.
      case ("client_max_window_bits", nil) where message == .offer: clientMaxWindowBits = 15
      default: return nil
      }
    }
  }

  /// The extension with its parameters, as the header has it.
  func text(in message: Message) -> String {
    var parts = [Self.extensionName]
    if serverNoContextTakeover { parts.append("server_no_context_takeover") }
    if clientNoContextTakeover { parts.append("client_no_context_takeover") }
    if let bits = serverMaxWindowBits { parts.append("server_max_window_bits=\(bits)") }
    if let bits = clientMaxWindowBits {
      let isUnlimited = message == .offer && bits == 15
      parts.append("client_max_window_bits" + (isUnlimited ? "" : "=\(bits)"))
    }
    return parts.joined(separator: "; ")
  }

  /// A decimal number without leading zeros, 8 to 15.
  private static func bits(_ text: String) -> Int? { (8...15).first { "\($0)" == text } }
}
