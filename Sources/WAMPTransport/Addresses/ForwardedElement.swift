/// What one proxy says in the header `Forwarded` (RFC 7239, section 4).
struct ForwardedElement: Equatable {
  /// Where the request came from (`for`); `nil` if that is not said.
  var client: String?

  /// The elements of a line; `nil` if it is malformed.
  static func list(_ line: String) -> [ForwardedElement]? {
    var scanner = HeaderScanner(line)
    var found: [ForwardedElement] = []
    repeat {
      guard let element = take(from: &scanner) else { return nil }
      found.append(element)
    } while scanner.take(",")
    return scanner.isAtEnd ? found : nil
  }

  private static func take(from scanner: inout HeaderScanner) -> ForwardedElement? {
    var element = ForwardedElement()
    var names: Set<String> = []
    repeat {
      guard let name = scanner.takeToken()?.lowercased() else { continue }
      guard names.insert(name).inserted, scanner.take("="), let value = scanner.takeValue() else {
        return nil
      }
      if name == "for" { element.client = value }
    } while scanner.take(";")
    return names.isEmpty ? nil : element
  }
}
