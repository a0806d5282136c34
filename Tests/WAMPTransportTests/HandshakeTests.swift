import Foundation
import NIOCore
import NIOPosix
import SharedBytes
import Programs
import Testing

@testable import WAMPTransport

@Suite("Handshake", .oneAtATime, .serialized, .timeLimit(.minutes(30)))
struct HandshakeTests {
  static let requests: [(String, String)] = [
    ("unknown subprotocol", PlainSocket.request(subprotocol: "wamp.2.nonsense")),
    ("subprotocol of another case", PlainSocket.request(subprotocol: "TEST")),
    ("key of 3 bytes", request(key: "YWJj")),
    ("key of 17 bytes", request(key: "YWJjZGVmZ2hpamtsbW5vcHE=")),
    ("key that is not base64", request(key: "dGhlIHNhbXBsZSBub25j!Q==")),
    ("no upgrade", "GET / HTTP/1.1\r\nHost: h\r\n\r\n"),
    (
      "no key",
      PlainSocket.request().replacing("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", with: "")
    ),
    (
      "no subprotocol",
      PlainSocket.request().replacing("Sec-WebSocket-Protocol: test\r\n", with: "")
    ),
    ("other method", PlainSocket.request().replacing("GET ", with: "POST ")),
    ("with a body", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc"),
    ("no host", PlainSocket.request().replacing("Host: 127.0.0.1\r\n", with: "")),
    (
      "no upgrade in Connection",
      PlainSocket.request().replacing("Connection: Upgrade", with: "Connection: close")
    ),
    ("no HTTP", "\u{1}\u{2}nonsense\r\n\r\n"),
  ]

  private static func request(key: String) -> String {
    PlainSocket.request().replacing("dGhlIHNhbXBsZSBub25jZQ==", with: key)
  }

  @Test("a handshake of another version is told the right one", arguments: [8, 12, 14])
  func otherVersion(version: Int) async throws {
    let server = try await TestServer.start()
    let answer = try await blocking { [port = server.port] in
      let socket = try PlainSocket(port: port)
      try socket.send(Array(PlainSocket.request(version: version).utf8))
      return String(decoding: try socket.receiveToEnd(), as: UTF8.self)
    }
    #expect(answer.hasPrefix("HTTP/1.1 426 "), "\(answer)")
    #expect(answer.contains("Sec-WebSocket-Version: 13\r\n"), "\(answer)")
    await server.server.stop()
  }

  @Test("a request that is none is refused with status 400", arguments: requests)
  func refusal(name: String, request: String) async throws {
    let server = try await TestServer.start()
    let answer = try await blocking { [port = server.port] in
      let socket = try PlainSocket(port: port)
      try socket.send(Array(request.utf8))
      return String(decoding: try socket.receiveToEnd(), as: UTF8.self)
    }
    #expect(answer.hasPrefix("HTTP/1.1 400 "), "\(name): \(answer)")
    if name != "no HTTP" {
      #expect(answer.hasSuffix("subprotocols test, other.\n"), "\(name): \(answer)")
      #expect(answer.contains("Sec-WebSocket-Version: 13\r\n"), "\(name): \(answer)")
    }
    await server.server.stop()
  }

  @Test("the client's first choice is taken")
  func choice() async throws {
    let server = try await TestServer.start()
    let head = try await blocking { [port = server.port] in
      let socket = try PlainSocket(port: port)
      try socket.send(Array(PlainSocket.request(subprotocol: "unknown, other,test").utf8))
      return try socket.receiveHead()
    }
    #expect(head.hasPrefix("HTTP/1.1 101 "))
    #expect(head.contains("Sec-WebSocket-Protocol: other\r\n"))
    #expect(head.contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="))
  }

  @Test("a client that says nothing is hung up on", arguments: ["", "GET / HTTP/1.1\r\nHost: "])
  func silence(start: String) async throws {
    var configuration = ConnectionConfiguration()
    configuration.handshakeTimeout = .milliseconds(100)
    let server = try await TestServer.start(configuration: configuration)
    let answer = try await blocking { [port = server.port] in
      let socket = try PlainSocket(port: port)
      do {
        try socket.send(Array(start.utf8))
        return try socket.receiveToEnd()
      } catch let error as Loopback.Failure where [ECONNRESET, EPIPE].contains(error.code) {
        // It was hung up on before it had sent what it sends.
        return []
      }
    }
    #expect(answer.isEmpty || String(decoding: answer, as: UTF8.self).hasPrefix("HTTP/1.1 400 "))
  }

  @Test("a port that is taken is named in the error")
  func portTaken() async throws {
    let server = try await TestServer.start()
    let error = await #expect(throws: TransportError.self) {
      _ = try await Listener.start(
        .webSocket(port: server.port), subprotocols: TestServer.subprotocols,
        group: MultiThreadedEventLoopGroup.singleton, counters: SendCounters()
      ) { _, loop in PeerHandle.make(on: loop).1 }
    }
    #expect(error?.code == .bindFailed)
    #expect(error?.message.contains("127.0.0.1:\(server.port)") == true)
  }

  @Test("a server that is not there is named in the error")
  func connectRefused() async throws {
    // A port that another test's server can't be given meanwhile, as one that was just closed can.
    let error = await #expect(throws: TransportError.self) { try await TestServer.connect(port: 1) }
    #expect(error?.code == .connectFailed)
    #expect(error?.message.contains("ws://127.0.0.1:1/") == true)
  }

  static let answers: [(String?, String)] = [
    (nil, "in time"),
    ("", "ended"),
    ("HTTP/1.1 404 Not Found\r\nContent-Length: 9\r\n\r\nnot here\n", "404"),
    ("HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n", ""),
    ("SSH-2.0-OpenSSH\r\n", ""),
  ]

  @Test("a server that is no WebSocket server is named in the error", arguments: answers)
  func otherServer(answer: String?, reason: String) async throws {
    let listener = try PlainListener()
    var configuration = ConnectionConfiguration()
    configuration.handshakeTimeout = answer == nil ? .seconds(2) : .seconds(60)
    async let served: Void = blocking {
      let socket = try listener.accept()
      _ = try socket.receiveHead()
      if let answer {
        try socket.send(Array(answer.utf8))
        socket.close()
      } else {
        _ = try? socket.receiveToEnd()
      }
    }
    let limits = configuration
    let error = await #expect(throws: TransportError.self) {
      _ = try await TestServer.connect(port: listener.port, configuration: limits)
    }
    #expect(error?.code == .handshakeFailed)
    #expect(error?.message.contains("ws://127.0.0.1:\(listener.port)/") == true)
    #expect(reason.isEmpty || error?.message.contains(reason) == true, "\(error?.message ?? "no error")")
    try await served
  }

  @Test("what comes in one piece with the answer is received, also if the server ends there")
  func answerWithMore() async throws {
    let listener = try PlainListener()
    let server = try await TestServer.start()
    async let served: Void = blocking { [port = server.port] in
      let socket = try listener.accept()
      let real = try PlainSocket(port: port)
      try real.send(Array(try socket.receiveHead().utf8))
      var close = Frame.close(1001, "enough")
      close.key = nil
      let frames = Frame(payload: [1, 2, 3], key: nil).bytes + close.bytes
      try socket.send(Array(try real.receiveHead().utf8) + frames)
      socket.close()
    }
    let peer = try await TestServer.connect(port: listener.port)
    let message = await peer.nextMessage()
    #expect(message == [1, 2, 3])
    try await served
  }

  @Test("an answer that chooses an extension nobody asked for is refused")
  func extensionNobodyAskedFor() async throws {
    let listener = try PlainListener()
    let server = try await TestServer.start()
    async let served: Void = blocking { [port = server.port] in
      let socket = try listener.accept()
      let real = try PlainSocket(port: port)
      try real.send(Array(try socket.receiveHead().utf8))
      let head = try real.receiveHead().dropLast() + "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n"
      try socket.send(Array(head.utf8))
      _ = try? socket.receiveToEnd()
    }
    let error = await #expect(throws: TransportError.self) {
      try await TestServer.connect(port: listener.port)
    }
    #expect(error?.code == .handshakeFailed)
    #expect(error?.message.contains("permessage-deflate") == true, "\(error?.message ?? "no error")")
    try await served
  }

  @Test("a page that comes instead of a WebSocket is quoted in part, and nobody is blamed")
  func longPage() async throws {
    let listener = try PlainListener()
    async let served: Void = blocking {
      let socket = try listener.accept()
      _ = try socket.receiveHead()
      let page = "<html>\n" + String(repeating: "long ", count: 2000)
      try socket.send(
        Array("HTTP/1.1 404 Not Found\r\nContent-Length: \(page.utf8.count)\r\n\r\n\(page)".utf8))
      socket.close()
    }
    let error = await #expect(throws: TransportError.self) {
      try await TestServer.connect(port: listener.port)
    }
    let message = error?.message ?? ""
    #expect(
      message.contains("status 404 Not Found: <html> long long") && message.hasSuffix("…"), "\(message)")
    #expect(message.count < 400 && !message.contains("router"), "\(message)")
    try await served
  }

  @Test("connecting ends at once when its task is cancelled, before and while it waits")
  func cancelledConnect() async throws {
    let listener = try PlainListener()
    let start = ContinuousClock.now
    for delay in [0, 50] {
      let task = Task { try await TestServer.connect(port: listener.port) }
      try await Task.sleep(for: .milliseconds(delay))
      task.cancel()
      await #expect(throws: CancellationError.self) { try await task.value }
    }
    #expect(ContinuousClock.now - start < .seconds(5))
  }
}
