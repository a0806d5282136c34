internal import FlatBuffersRuntime
internal import SharedBytes
internal import WAMP
internal import WAMPTransport

extension RouterConnection {
  /// Answers a call straight from the received bytes, if the gate leads it here.
  ///
  /// - Returns: false if it is anything else, or unusual in any way.
  @inline(__always)
  func answerHere(_ message: ReceivedMessage, as member: Membership) -> Bool {
    let desk = member.replica.desk
    guard !desk.responders.isEmpty, let peek = CallPeek(message.bytes, serializer: format),
      let responder = desk.responder(for: peek.procedure, from: member.authrole), !responder.hasRules,
      !responder.isByWayOfOwner
    else { return false }
    if let check = desk.gate.check(of: peek.procedure)?.request {
      // What is not seen to be right at once is looked at when it is decoded.
      guard check.accepts(peek.payload) else { return false }
      shared.tally.acceptPayload()
    }
    shared.tally.answerShort()
    member.call.begin(peek.request, peek.form)
    answer(member.call, peek.payload, with: responder)
    return true
  }

  /// Answers a call that was decoded in full, here or by way of the realm's owner.
  ///
  /// From the first call in parts on the owner sees all calls of the client: only it knows which parts come after the end.
  func answerOrRoute(_ message: Message.Call) {
    if message.progress { shortcut = nil }
    guard let shortcut, let responder = shortcut.responder(for: message.procedure),
      !responder.isByWayOfOwner
    else {
      return route(.call(message))
    }
    answer(message, with: responder, as: shortcut)
  }

  /// Answers a call that the realm's owner led back here: it came before this loop knew of its procedure, or an
  /// authorizer had to be asked.
  func answer(_ message: Message.Call) {
    guard let membership else { return }
    if let responder = membership.responder(for: message.procedure, isAuthorized: true) {
      answer(message, with: responder, as: membership)
      // No batch of received messages ends after this.
      connection?.flush()
      return
    }
    let error = membership.replica.desk.gate.error(.noSuchProcedure, of: message.procedure)
    send(error.answer(to: message.request, of: .call))
  }

  private func answer(_ message: Message.Call, with responder: InlineResponder, as member: Membership) {
    shared.tally.answerLong()
    member.call.begin(message.request, .passthru)
    if !message.trace.isEmpty { member.call.trace = message.trace }
    defer { if !message.trace.isEmpty { member.call.trace = TraceContext() } }
    member.call.answer(takingParts: message.receiveProgress) {
      answerFully(message, with: responder, as: member)
    }
  }

  private func answerFully(
    _ message: Message.Call, with responder: InlineResponder, as member: Membership
  ) {
    do {
      try check(message, as: member)
      if let plainBody = responder.plainBody, message.payload.record == nil {
        member.call.becomePlain()
        return answer(member.call, with: responder) { try plainBody(message.payload, member.call) }
      }
      if let arguments = responder.arguments, message.payload.record == nil {
        let request = try arguments.request(of: message.payload)
        try arguments.check(request)
        return member.call.answer(in: arguments) {
          answer(member.call, request.bytes, with: responder)
        }
      }
      let (bytes, form) = try member.replica.desk.gate.record(of: message)
      member.call.begin(message.request, form)
      try responder.arguments?.check(bytes)
      answer(member.call, bytes.bytes, with: responder)
    } catch {
      member.call.fail(error)
    }
  }

  /// Holds the request of a call against the realm's inventory.
  ///
  /// - Throws: what is wrong, if it may not go on.
  private func check(_ call: Message.Call, as member: Membership) throws(WAMPError) {
    guard let check = member.replica.desk.gate.check(of: call.procedure.utf8.span)?.request else { return }
    guard let error = check.fault(in: call.payload) else { return shared.tally.acceptPayload() }
    let fault = PayloadFault(error, from: member.call.caller.session, isRefused: check.isStrict)
    shared.tally.count(fault)
    tellOwner { $0.report(fault) }
    if check.isStrict { throw error }
  }

  private func answer(_ call: InlineCall, _ request: RawSpan, with responder: InlineResponder) {
    answer(call, with: responder) { try responder.body(request, call) }
  }

  @inline(__always)
  private func answer(_ call: InlineCall, with responder: InlineResponder, _ answering: () throws -> Void) {
    do {
      try answering()
      if !call.isAnswered { call.fail(WAMPError(.runtimeError, "the procedure returned no answer")) }
    } catch let error as any AnsweringError {
      call.fail(call.answer(telling: error))
    } catch {
      call.fail(logger.answer(to: error, of: responder.uri))
    }
  }
}
