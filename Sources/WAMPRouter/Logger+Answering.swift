internal import Logging
internal import WAMP

extension Logger {
  /// The answer to a call whose handler threw: a `WAMPError` or a record as it is. What any other error says is logged and not
  /// told to callers, as it may be of files, queries and secrets.
  func answer(to error: any Error, of procedure: String) -> WAMPError {
    if !WAMPError.isForCallers(error) {
      self.error("a procedure failed", metadata: ["procedure": "\(procedure)", "error": "\(error)"])
    }
    return WAMPError(answering: error)
  }
}
