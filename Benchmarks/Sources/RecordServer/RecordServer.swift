import Flatwire

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Answers `com.example.records.get` with stored records, as any user of the package would.
@main
enum RecordServer {
  static let usage = """
    usage: RecordServer create DATABASE       makes the records of all groups
           RecordServer serve DATABASE PORT   prints "ready PORT" when it listens; PORT 0 takes a free one
    """

  static func main() async throws {
    let arguments = CommandLine.arguments.dropFirst()
    switch (arguments.first, arguments.count) {
    case ("create", 2):
      try create(at: arguments[2])
    case ("serve", 3):
      try await serve(arguments[2], port: Int(arguments[3]) ?? 0)
    default:
      print(usage)
      exit(2)
    }
  }

  static func create(at path: String) throws {
    let store = try Store(path: path, schema: RecordsSchema.schema)
    for group in RecordGroup.all {
      let bodySize = try group.bodySize
      try store.write { transaction in
        for id in group.ids {
          let body = [UInt8](repeating: UInt8(truncatingIfNeeded: id), count: bodySize)
          try transaction.put(.init(id: id, body: body), in: .records)
        }
      }
    }
  }

  static func serve(_ path: String, port: Int) async throws {
    let store = try Store(path: path, schema: RecordsSchema.schema)
    let router = try await Router.start(.webSocket(port: port), realm: "realm1")
    try await router.register(.recordsGet, reading: store) { request, snapshot, reply in
      try reply.send(snapshot.get(.records, request.id))
    }
    print("ready \(router.port)")
    // A pipe is buffered, and someone waits for this line.
    fflush(nil)
    // Until the process is ended.
    try await Task.sleep(for: .seconds(86_400))
  }
}
