internal import Logging
internal import WAMP

extension Logger {
  /// The answer to a call whose handler threw: a `WAMPError` as it is. What any other error says is logged and not
  /// told to callers, as it may be of files, queries and secrets.
  func answer(to error: any Error, of procedure: String) -> WAMPError {
    if !(error is WAMPError) {
      self.error("a procedure failed", metadata: ["procedure": "\(procedure)", "error": "\(error)"])
    }
    return WAMPError(answering: error)
  }
}
