internal import NIOCore

/// What the connections of one event loop share.
final class LoopState {
  typealias Handle = NIOLoopBound<LoopState>

  /// The procedures answered on this loop.
  var procedures = URITable<InlineResponder>()
  /// What those procedures share.
  let values = LoopLocalValues()
}
