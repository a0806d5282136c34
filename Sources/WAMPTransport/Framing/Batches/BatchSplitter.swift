/// Hands the messages of each batch to a connection's owner one by one, which need not know of batches. What the owner sends
/// goes out as a batch each.
final class BatchSplitter: ConnectionDelegate {
  private let owner: any ConnectionDelegate
  private var style: BatchStyle

  init(_ owner: any ConnectionDelegate, _ style: BatchStyle) {
    self.owner = owner
    self.style = style
  }

  package func connectionOpened(_ connection: MessageConnection) {
    connection.batches = style
    owner.connectionOpened(connection)
  }

  package func connection(_ connection: MessageConnection, received message: ReceivedMessage) {
    let answering = style.answering(message.bytes)
    if answering != style {
      style = answering
      connection.batches = answering
    }
    for part in style.split(message.bytes) { owner.connection(connection, received: message.part(part)) }
  }

  package func connectionClosed(_ connection: MessageConnection, error: (any Error)?) {
    owner.connectionClosed(connection, error: error)
  }

  package func connection(_ connection: MessageConnection, isBehindFor time: Duration) {
    owner.connection(connection, isBehindFor: time)
  }
}
