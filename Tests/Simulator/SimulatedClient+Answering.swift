@testable import WAMP

// As a callee.
extension SimulatedClient {
  func invoked(_ invocation: Message.Invocation) {
    let values = (try? invocation.payload.arguments())?.list ?? []
    let call = values.first?.intValue.map { Int($0) } ?? -1
    invocations[invocation.request] = Running(
      call: call, registration: invocation.registration,
      attachment: attachments[invocation.registration], argument: values.first ?? .null,
      wantsProgress: invocation.receiveProgress)
    if let offer = offers[invocation.registration] {
      let attachment = attachments[invocation.registration]
      let running = invocations.values.filter {
        $0.registration == invocation.registration && $0.attachment == attachment
      }.map(\.call).sorted()
      simulation.shadow.invoked(
        call, at: name, for: offer, named: invocation.procedure, running: running, in: simulation)
    }
    // Some do not wait for the last part.
    if !invocation.progress || simulation.chance(10) { decide(invocation.request) }
  }

  func continued(_ invocation: Message.Invocation) {
    // What comes after the answer, or an interrupt, was on its way.
    guard let running = invocations[invocation.request] else { return }
    let values = (try? invocation.payload.arguments())?.list ?? []
    let part = values.last?.intValue.map { Int($0) } ?? -1
    simulation.shadow.continued(running.call, at: name, part: part, after: running.part, in: simulation)
    invocations[invocation.request]?.part = part
    if !invocation.progress { decide(invocation.request) }
  }

  /// One in ten never answers: whoever waits for it has to cancel.
  private func decide(_ request: RequestID) {
    guard let running = invocations[request], !running.isDecided else { return }
    invocations[request]?.isDecided = true
    if simulation.chance(10) { return }
    answer(request, running.argument, progress: 0, of: running.wantsProgress ? simulation.number(0...4) : 0)
  }

  private func answer(_ request: RequestID, _ argument: Value, progress: Int, of count: Int) {
    let era = era
    simulation.after(simulation.delay(0...300)) { [self] in
      guard era == self.era, invocations[request] != nil else { return }
      if progress < count {
        let payload = Payload(arguments: [argument, .int(Int64(progress))])
        if let message = session.yield(request, payload, progress: true) { send(.yield(message)) }
        return answer(request, argument, progress: progress + 1, of: count)
      }
      invocations[request] = nil
      if simulation.chance(10) {
        if let message = session.fail(request, WAMPError(WAMPError.Code("com.shop.sold_out"))) {
          send(message)
        }
      } else if let message = session.yield(request, Payload(arguments: [argument])) {
        send(.yield(message))
      }
    }
  }

  /// Most callees stop when they are told to; the others answer when they are ready, or never.
  func interrupted(_ request: RequestID) {
    guard invocations.removeValue(forKey: request) != nil, simulation.chance(80) else { return }
    if let message = session.fail(request, WAMPError(.canceled)) { send(message) }
  }
}
