internal import NIOCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension ConnectionConfiguration.KeepAlive {
  /// Has the system ask whether a silent peer is still there: for RawSocket, where not all peers know PING.
  ///
  /// The system counts whole seconds, and asks three times. On a Unix socket it knows by itself.
  func leaveToSystem(on channel: any Channel) throws {
    guard let options = channel.syncOptions, [.inet, .inet6].contains(channel.remoteAddress?.protocol) else {
      return
    }
    try options.setOption(.socketOption(.so_keepalive), value: 1)
    #if os(Linux)
      try options.setOption(.tcpOption(.init(rawValue: TCP_KEEPIDLE)), value: seconds(pingAfter))
    #else
      try options.setOption(.tcpOption(.init(rawValue: TCP_KEEPALIVE)), value: seconds(pingAfter))
    #endif
    try options.setOption(.tcpOption(.init(rawValue: TCP_KEEPINTVL)), value: seconds(closeAfter / 3))
    try options.setOption(.tcpOption(.init(rawValue: TCP_KEEPCNT)), value: 3)
  }

  private func seconds(_ time: Duration) -> SocketOptionValue {
    SocketOptionValue(min(max(time.components.seconds, 1), 32767))
  }
}
