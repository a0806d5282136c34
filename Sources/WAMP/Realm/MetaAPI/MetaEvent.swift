/// Something that happened to a realm, as it is told to whoever subscribed to that.
///
/// The broker and the dealer note what happens in the order of the specification; the realm publishes it when it has
/// answered the request that caused it.
struct MetaEvent: Sendable {
  let topic: String
  /// Made only if anybody subscribed.
  let arguments: @Sendable () -> [Value]

  init(_ topic: String, _ arguments: @autoclosure @escaping @Sendable () -> [Value]) {
    self.topic = topic
    self.arguments = arguments
  }
}
