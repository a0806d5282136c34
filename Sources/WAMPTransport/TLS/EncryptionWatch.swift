internal import NIOCore
internal import NIOTLS

/// Tells why a connection that was to be encrypted failed, in place of the handshakes behind it, which would only see
/// that it ended. Leaves when it is encrypted.
final class EncryptionWatch: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer

  private let failed: (any Error) -> Void

  init(failed: @escaping (any Error) -> Void) {
    self.failed = failed
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    context.fireUserInboundEventTriggered(event)
    if case TLSUserEvent.handshakeCompleted = event {
      context.pipeline.syncOperations.removeHandler(self, promise: nil)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    failed(error)
    context.fireErrorCaught(error)
  }
}
