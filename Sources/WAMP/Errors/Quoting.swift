extension String {
  /// The most that errors and messages repeat of what a peer sent, in scalars, as one character may have
  /// thousands of combining marks.
  package static let quotedLength = 200

  /// The text, cut where a peer says more than people read.
  package var shortened: String {
    // No text has more scalars than bytes.
    guard utf8.count > Self.quotedLength else { return self }
    var cut = String.UnicodeScalarView()
    for scalar in unicodeScalars.prefix(Self.quotedLength) { cut.append(scalar) }
    let text = String(cut)
    return text.utf8.count == utf8.count ? text : text + "…"
  }

  /// ``shortened`` in quotes.
  package var quoted: String { "\"\(shortened)\"" }
}

extension WAMPError {
  /// The longest text that is sent to a peer, in bytes.
  package static let textLimit = 1024

  /// The error with a text no longer than ``textLimit``, cut between characters.
  package var bounded: WAMPError {
    guard message.utf8.count > Self.textLimit else { return self }
    var error = self
    var text = ""
    for scalar in message.unicodeScalars {
      guard text.utf8.count + 4 + 3 <= Self.textLimit else { break }
      text.unicodeScalars.append(scalar)
    }
    error.message = text + "…"
    return error
  }

  /// The error with the URI of what it is about before its text, which is ``bounded``.
  package func about(_ uri: String) -> WAMPError {
    var error = self
    error.message = "\(uri): \(message)"
    return error.bounded
  }

  static func uriTooLong(_ uri: String, limit: Int) -> WAMPError {
    WAMPError(.invalidURI, "\(uri.quoted) has \(uri.utf8.count) bytes, more than \(limit)")
  }
}
