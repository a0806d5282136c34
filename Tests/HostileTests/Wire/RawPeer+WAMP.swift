extension RawPeer {
  /// A member of the realm, ready to misbehave.
  static func joined(_ port: Int, _ format: WireFormat, receiveBuffer: CInt? = nil) throws -> RawPeer {
    let peer = try RawPeer(port: port, format: format, receiveBuffer: receiveBuffer)
    try peer.join()
    return peer
  }

  /// - Returns: the WELCOME.
  @discardableResult
  func join() throws -> Answer {
    try send(format.hello())
    let answer = try nextAnswer(within: .seconds(30))
    guard let answer, answer.code == Code.welcome else {
      throw Ending.refused(answer.map { "\($0)" } ?? "no answer to HELLO")
    }
    return answer
  }

  func nextAnswer(within time: Duration = .seconds(10)) throws -> Answer? {
    guard let message = try next(within: time) else { return nil }
    guard let answer = Answer(message, format) else { throw Ending.refused("\(message.prefix(100))") }
    return answer
  }

  /// The first message that is looked for; others are passed over.
  func answer(
    _ what: String, within time: Duration = .seconds(30), where matches: (Answer) -> Bool
  ) throws -> Answer {
    let deadline = ContinuousClock.now + time
    while case let left = deadline - .now, left > .zero {
      guard let answer = try nextAnswer(within: left) else { break }
      if matches(answer) { return answer }
      if answer.code == Code.abort { throw Ending.refused("\(answer)") }
    }
    throw Ending.silent(waitingFor: what)
  }

  /// Sends a request and waits for its answer, be it an ERROR.
  func ask(_ request: UInt64, _ message: [UInt8], within time: Duration = .seconds(30)) throws -> Answer {
    try send(message)
    return try answer("answer to request \(request)", within: time) {
      $0.request == request && ![Code.event, Code.invocation, Code.interrupt].contains($0.code)
        && !$0.isProgress
    }
  }

  /// Calls, and expects a result.
  func call(_ request: UInt64, _ procedure: Item, _ arguments: Item...) throws -> [Item] {
    let message = format.call(request, procedure, Content(arguments: Item.list(arguments).encoded))
    let answer = try ask(request, message)
    guard answer.code == Code.result else { throw Ending.refused("\(answer)") }
    return answer.arguments
  }
}
