import NIOCore
import NIOEmbedded
import SharedBytes
import Programs
import Testing

@testable import WAMPTransport

@Suite("Transport budget", .oneAtATime, .serialized, .timeLimit(.minutes(30)))
struct BudgetTests {
  @Test("counts in steps, gives back, and spares who holds less than an equal share")
  func shares() {
    let budget = TransportBudget(limit: 1 << 20)
    var shares = (0..<4).map { _ in TransportBudget.Share(of: budget) }
    #expect(shares[0].hold(16 * 1024 - 1) && budget.usedBytes == 0)
    #expect(shares[0].hold(900_000) && budget.usedBytes == 884_736)
    #expect(shares[1].hold(200_000), "its share is 256 KiB")
    #expect(budget.usedBytes > budget.limit)
    #expect(shares[0].hold(100_000), "it holds less than before")
    #expect(shares[0].hold(900_000) == false)
    shares.removeFirst()
    #expect(budget.usedBytes == 196_608)
    shares.removeAll()
    #expect(budget.usedBytes == 0)
  }

  @Test("unfinished messages of all connections count, and the one that holds too much is closed with 1013")
  func unfinished() async throws {
    var configuration = ConnectionConfiguration()
    configuration.handshakeTimeout = .seconds(2)
    let budget = TransportBudget(limit: 4 << 20)
    configuration.budget = budget
    let server = try await TestServer.start(configuration: configuration, TestServer.echo)
    let small = try await blocking { [port = server.port] in
      let socket = try PlainSocket.webSocket(port: port)
      try socket.send(Array(Frame(payload: pattern(1 << 20)).bytes.dropLast(10)))
      return socket
    }
    let first = try #require(await server.nextPeer())
    try await blocking { [port = server.port] in
      let socket = try PlainSocket.webSocket(port: port)
      try? socket.send(Array(Frame(payload: pattern(12 << 20)).bytes.prefix(8 << 20)))
      let frame = try socket.receiveFrame()
      #expect(frame.opcode == 8 && frame.payload.starts(with: [3, 0xf5]))
    }
    let second = try #require(await server.nextPeer())
    guard case .closed(.some(let error))? = await second.untilClosed().last else {
      Issue.record("it was closed without an error")
      return
    }
    #expect(error.contains("are held for this peer"), "\(error)")
    #expect(try await eventually { budget.usedBytes <= 1 << 20 }, "its bytes are given back")
    // The other goes on.
    try await blocking {
      try small.send(Array(Frame(payload: pattern(1 << 20)).bytes.suffix(10)))
      #expect(try small.receiveFrame().payload == pattern(1 << 20))
    }
    try await first.run { $0.close() }
  }

  @Test("what a head only announces costs nothing, and memory of finished messages comes back")
  func announced() throws {
    let reader = FrameReader(role: .server, maxMessageSize: 16 << 20)
    let frame = Frame(payload: pattern(15 << 20)).bytes
    var offset = 0
    #expect(try reader.next(in: SharedBytes(Array(frame.prefix(20))).bytes, at: &offset) == .needMore)
    #expect(reader.unfinishedBytes == 6 && reader.unfinishedCapacity < 1000)
    offset = 0
    #expect(
      try reader.next(in: SharedBytes(Array(frame.dropFirst(20))).bytes, at: &offset)
        == .gathered(isText: false))
    #expect(reader.takeGathered().count == 15 << 20)
    #expect(reader.unfinishedBytes == 0 && reader.unfinishedCapacity == 0)
  }

  @Test(
    "the largest message can be changed while the connection is open, and is judged before any byte of it")
  func changedLimit() throws {
    var configuration = ConnectionConfiguration()
    configuration.maxMessageSize = 1000
    let channel = EmbeddedChannel()
    let (_, peer) = PeerHandle.make(on: channel.eventLoop) { connection, message in
      connection.maxMessageSize = message.count == 1000 ? 100_000 : 10
    }
    let connection = MessageConnection.inProcess(configuration: configuration, delegate: peer)
    try channel.pipeline.syncOperations.addHandler(connection)
    channel.embeddedEventLoop.run()
    // In one chunk: what a message changes holds for the next one.
    try channel.writeInbound(
      ByteBuffer(bytes: Frame(payload: pattern(1000)).bytes + Frame(payload: pattern(100_000)).bytes))
    #expect(connection.machine.phase == .open && connection.maxMessageSize == 10)
    try channel.writeInbound(ByteBuffer(bytes: Frame(payload: pattern(11)).bytes.prefix(6)))
    let close = try #require(try channel.readOutbound(as: ByteBuffer.self))
    #expect(close.getBytes(at: 0, length: 4)?.dropFirst(2) == [3, 0xf1])
    _ = try channel.finish(acceptAlreadyClosed: true)
  }
}
