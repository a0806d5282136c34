/// Whatever keeps borrowed bytes in place until they are sent, a snapshot of a store in the main.
///
/// All calls come on the connection's event loop.
public protocol BorrowedSource: AnyObject {
  /// Bytes were appended to a batch and must stay where they are from now on.
  func bytesBorrowed()
  /// The bytes borrowed since the last call were sent, copied or dropped; they may go.
  ///
  /// This can come while more bytes are being appended, as a full batch is sent at once.
  func borrowedBytesReleased()
}
