/// One extension as the header `Sec-WebSocket-Extensions` names it (RFC 6455, section 9.1).
struct WebSocketExtension: Equatable {
  struct Parameter: Equatable {
    var name: String
    var value: String?
  }

  var name: String
  var parameters: [Parameter] = []

  /// The extensions in a header; `nil` if it is malformed.
  static func list(_ header: String) -> [WebSocketExtension]? {
    var scanner = HeaderScanner(header)
    var found: [WebSocketExtension] = []
    while !scanner.isAtEnd {
      // A list may have empty elements (RFC 2616, section 2.1).
      if scanner.take(",") { continue }
      guard let one = take(from: &scanner), scanner.isAtEnd || scanner.take(",") else { return nil }
      found.append(one)
    }
    return found.isEmpty ? nil : found
  }

  private static func take(from scanner: inout HeaderScanner) -> WebSocketExtension? {
    guard let name = scanner.takeToken() else { return nil }
    var found = WebSocketExtension(name: name)
    while scanner.take(";") {
      guard let name = scanner.takeToken() else { return nil }
      var parameter = Parameter(name: name)
      if scanner.take("=") {
        // What is quoted has to be a token, too.
        guard let value = scanner.takeValue(), HeaderScanner.isToken(value) else { return nil }
        parameter.value = value
      }
      found.parameters.append(parameter)
    }
    return found
  }
}
