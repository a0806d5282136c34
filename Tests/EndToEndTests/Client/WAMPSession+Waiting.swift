import Flatwire

extension WAMPSession {
  /// Waits until the router knows of somebody who subscribes to a topic.
  func waitForSubscriber(of topic: String) async throws {
    while try await call("wamp.subscription.lookup", [.string(topic)]).arguments().list.first?.isNull != false
    {
      try await Task.sleep(for: .milliseconds(1))
    }
  }
}
