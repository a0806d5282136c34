internal import NIOCore

extension WAMPSession {
  /// How many calls of this session's procedures have no answer on its way yet.
  package var unansweredCalls: Int {
    get async {
      let connection = connection
      let count = try? await connection.eventLoop.submit { connection.value.running.count }.get()
      return count ?? 0
    }
  }
}
