import Testing

@testable import WAMP

/// What a client makes of messages of which only the payload is wrong.
@Suite struct ClientFaultTests {
  private let error = WAMPError(.invalidPayload, "a payload that is none")

  @Test func `a result that cannot be read fails its call, and the session goes on`() throws {
    var session = ClientSession<Int>.opened()
    let call = try session.call("a.b", token: 1)
    let failures = session.receive(MessageFault(error, in: .result, call.request)).failures
    #expect(failures == [1: error])
    #expect(session.id != nil)
  }

  @Test func `a part that cannot be read fails its call once; the parts behind it are dropped`() throws {
    var session = ClientSession<Int>.opened()
    let call = try session.call("a.b", receiveProgress: true, token: 1)
    let failures = session.receive(MessageFault(error, in: .result, call.request)).failures
    #expect(failures == [1: error])
    for progress in [true, false] {
      let result = Message.Result(request: call.request, progress: progress)
      #expect(session.receive(.result(result)).isEmpty)
    }
    #expect(session.id != nil && session.pending.isEmpty)
  }

  @Test func `an ERROR that cannot be read ends its request, whatever it was for`() throws {
    var session = ClientSession<Int>.opened()
    let subscribe = try session.subscribe("a.b", token: 1)
    let subscribed = Message.Subscribed(request: subscribe.request, subscription: SubscriptionID(5))
    _ = session.receive(.subscribed(subscribed))
    let message = try session.unsubscribe(SubscriptionID(5), token: 2)
    let unsubscribe = try #require(message)
    let failures = session.receive(MessageFault(error, in: .error, unsubscribe.request)).failures
    #expect(failures == [2: error])
    #expect(session.subscriptions.isEmpty && session.id != nil)
  }

  @Test func `an event that cannot be read is passed over`() {
    var session = ClientSession<Int>.opened()
    var fault = MessageFault(error)
    fault.type = .event
    #expect(session.receive(fault).isEmpty)
    #expect(session.id != nil)
  }
}
