import WAMPRouter

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A router with its defaults and nothing else: WebSocket and RawSocket on one port. Or one that checks what Crowd sends.
@main
enum RoutingServer {
  static func main() async throws {
    let arguments = CommandLine.arguments.dropFirst()
    guard let first = arguments.first, let port = Int(first),
      ["checked", nil].contains(arguments.dropFirst().first)
    else {
      print(
        "usage: RoutingServer PORT [checked]   prints \"ready PORT\" when it listens; PORT 0 takes a free one"
      )
      exit(2)
    }
    var realm = RealmConfiguration("realm1")
    if arguments.count == 2 { realm.inventory = [Item.embeddedSchema] }
    let router = try await Router.start([.universal(port: port)], realms: [realm])
    print("ready \(router.port)")
    // A pipe is buffered, and someone waits for this line.
    fflush(nil)
    // Until the process is ended.
    try await Task.sleep(for: .seconds(86_400))
  }
}
