import WAMPRouter

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A router with its defaults and nothing else: WebSocket and RawSocket on one port.
@main
enum RoutingServer {
  static func main() async throws {
    guard CommandLine.arguments.count == 2, let port = Int(CommandLine.arguments[1]) else {
      print("usage: RoutingServer PORT   prints \"ready PORT\" when it listens; PORT 0 takes a free one")
      exit(2)
    }
    let router = try await Router.start(.universal(port: port), realm: "realm1")
    print("ready \(router.port)")
    // A pipe is buffered, and someone waits for this line.
    fflush(nil)
    // Until the process is ended.
    try await Task.sleep(for: .seconds(86_400))
  }
}
