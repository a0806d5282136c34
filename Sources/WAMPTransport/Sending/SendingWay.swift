/// How a connection's frames reach the socket: a property that it is opened with.
///
/// Never guessed from whether the channel has a descriptor: a channel with TLS has one, too, and what is sent on it
/// directly would go out as plain text.
package enum SendingWay: Equatable, Sendable {
  /// With `sendmsg` on the channel's own descriptor, from where the bytes lie. Nothing else in the pipeline may change
  /// what is sent.
  case direct
  /// Copied into buffers that go through the channel's other handlers.
  case throughPipeline(CopyReason)
}
