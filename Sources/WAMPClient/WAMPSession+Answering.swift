package import NIOCore

extension WAMPSession {
  /// Where the session lives: another one that works with it is best there, too.
  package var eventLoop: any EventLoop { owner.eventLoop }

  /// How many calls of this session's procedures have no answer on its way yet.
  package var unansweredCalls: Int {
    get async {
      let owner = owner
      let count = try? await owner.eventLoop.submit { owner.value.connection?.running.count }.get()
      return (count ?? nil) ?? 0
    }
  }
}
