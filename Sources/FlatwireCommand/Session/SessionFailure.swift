import Flatwire

/// What a command could not do, with the URI or the router that it is about.
struct SessionFailure: Error, CustomStringConvertible {
  let subject: String
  let error: any Error

  var description: String {
    guard let error = error as? WAMPError, let more = more(of: error) else { return "\(subject): \(error)" }
    return "\(subject): \(error)\n\(more)"
  }

  /// What an ERROR carried besides its text.
  private func more(of error: WAMPError) -> String? {
    guard let entries = try? PayloadPrinter.entries(error.payload), !entries.isEmpty,
      entries != ["args": [.string(error.message)]]
    else { return nil }
    return JSONLine(.map(entries)).text
  }
}
