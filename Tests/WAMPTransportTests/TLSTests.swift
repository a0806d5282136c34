import Foundation
import Programs
import SharedBytes
import Testing

@testable import WAMPTransport

@Suite("TLS", .oneAtATime, .serialized, .timeLimit(.minutes(30)))
struct TLSTests {
  private static func endpoint(
    _ certificates: Certificates, _ name: String = "server", clients: ServerTLS.Clients? = nil
  ) async throws -> Endpoint {
    try await certificates.issue(name, for: "DNS:localhost,IP:127.0.0.1")
    var endpoint = Endpoint.universal(port: 0)
    endpoint.tls = ServerTLS(
      certificateChain: certificates.chain(of: name), privateKey: certificates.key(of: name), clients: clients
    )
    return endpoint
  }

  private static func connect(
    to server: TestServer, _ transport: TransportURL.Transport = .webSocket, host: String = "127.0.0.1",
    with tls: ClientTLS, counters: SendCounters = SendCounters()
  ) async throws -> PeerHandle {
    var configuration = ConnectionConfiguration()
    configuration.tls = tls
    return try await TestServer.connect(
      to: TransportURL(transport, .tcp(host: host, port: server.port), isSecure: true),
      configuration: configuration, counters: counters, nil)
  }

  @Test(
    "messages of every size come back over both transports, and what is sent is counted as copied",
    arguments: [TransportURL.Transport.webSocket, .rawSocket])
  func echo(transport: TransportURL.Transport) async throws {
    try await Certificates.with { certificates in
      let server = try await TestServer.start(at: Self.endpoint(certificates)) { connection, message in
        LentRecord(Array(message)).send(on: connection)
      }
      let counters = SendCounters()
      for host in ["127.0.0.1", "localhost"] {
        let peer = try await Self.connect(
          to: server, transport, host: host, with: ClientTLS(trustRoots: certificates.authority),
          counters: counters)
        for count in [1, 4096, 3 << 20] {
          try await peer.send(pattern(count))
          let isSame = await peer.nextMessage() == pattern(count)
          #expect(isSame)
        }
        try await peer.run { $0.close() }
        #expect(await peer.untilClosed() == [.closed(nil)])
      }
      let sent = 2 * (1 + 4096 + 3 << 20)
      #expect(server.counters.snapshot.payloadBytesCopied == [.tls: sent])
      #expect(server.counters.snapshot.sendCalls == 0)
      #expect(counters.snapshot.payloadBytesCopied == [transport == .webSocket ? .masking : .tls: sent])
    }
  }

  @Test("a server that is not trusted, or of another name, is refused with the reason")
  func untrusted() async throws {
    try await Certificates.with { certificates in
      try await certificates.issue("elsewhere", for: "DNS:elsewhere.example")
      var endpoint = Endpoint.universal(port: 0)
      endpoint.tls = ServerTLS(
        certificateChain: certificates.chain(of: "elsewhere"), privateKey: certificates.key(of: "elsewhere"))
      let server = try await TestServer.start(at: endpoint, TestServer.echo)
      for roots in [nil, certificates.otherAuthority, certificates.authority] {
        for transport in [TransportURL.Transport.webSocket, .rawSocket] {
          let error = await #expect(throws: TransportError.self) {
            try await Self.connect(
              to: server, transport, host: "localhost", with: ClientTLS(trustRoots: roots))
          }
          #expect(error?.code == .handshakeFailed)
          #expect(error?.message.contains("TLS failed: ") == true, "\(error?.message ?? "")")
        }
      }
      // Whoever does not mind the name says so.
      var tls = ClientTLS(trustRoots: certificates.authority)
      tls.checksHostName = false
      let peer = try await Self.connect(to: server, host: "localhost", with: tls)
      try await peer.send([1])
      #expect(await peer.nextMessage() == [1])
    }
  }

  @Test(
    "clients show certificates: required or not, what they show has to be trusted", arguments: [true, false])
  func clientCertificates(areRequired: Bool) async throws {
    try await Certificates.with { certificates in
      let server = try await TestServer.start(
        at: Self.endpoint(
          certificates, clients: .init(authorities: certificates.authority, areRequired: areRequired)),
        TestServer.echo)
      try await certificates.issue("client", for: "DNS:client.example")
      let identity = ClientTLS.Identity(
        certificateChain: certificates.chain(of: "client"), privateKey: certificates.key(of: "client"))
      for transport in [TransportURL.Transport.webSocket, .rawSocket] {
        let peer = try await Self.connect(
          to: server, transport, with: ClientTLS(trustRoots: certificates.authority, identity: identity))
        try await peer.send([1])
        #expect(await peer.nextMessage() == [1])
        let seen = try #require(await server.nextPeer())
        let file = try String(contentsOfFile: identity.certificateChain, encoding: .utf8)
        let text = file.split(separator: "\n").filter { !$0.hasPrefix("-----") }.joined()
        let der = [UInt8](try #require(Data(base64Encoded: text)))
        try await seen.run { #expect($0.peerCertificate == der) }
      }
      // One of an authority that is not trusted here: it signed itself.
      let stranger = ClientTLS.Identity(
        certificateChain: certificates.otherAuthority, privateKey: certificates.key(of: "other"))
      #expect(
        try await Self.isTaken(by: server, ClientTLS(trustRoots: certificates.authority, identity: stranger))
          == false)
      let anonymous = ClientTLS(trustRoots: certificates.authority)
      #expect(try await Self.isTaken(by: server, anonymous) == !areRequired)
    }
  }

  /// With TLS 1.3 a client learns only after its own part of the handshake that it was not taken.
  private static func isTaken(by server: TestServer, _ tls: ClientTLS) async throws -> Bool {
    do {
      let peer = try await connect(to: server, with: tls)
      try await peer.send([1])
      return await peer.nextMessage() == [1]
    } catch is TransportError {
      return false
    }
  }

  @Test(
    "renewed certificates are shown to new clients; those there are stay, and a broken file changes nothing")
  func reload() async throws {
    try await Certificates.with { certificates in
      let server = try await TestServer.start(at: Self.endpoint(certificates), TestServer.echo)
      let tls = ClientTLS(trustRoots: certificates.authority)
      let old = try await Self.connect(to: server, with: tls)
      try await certificates.issue("server", for: "DNS:renewed.example")
      _ = try await Self.connect(to: server, with: tls)
      try server.server.reloadCertificates()
      let error = await #expect(throws: TransportError.self) { try await Self.connect(to: server, with: tls) }
      #expect(error?.message.contains("TLS failed") == true)
      try "no certificate".write(toFile: certificates.chain(of: "server"), atomically: true, encoding: .utf8)
      let broken = #expect(throws: TransportError.self) { try server.server.reloadCertificates() }
      #expect(broken?.code == .unusableCertificate)
      #expect(broken?.message.contains("server.pem") == true, "\(broken?.message ?? "")")
      try await old.send([1])
      #expect(await old.nextMessage() == [1])
    }
  }

  @Test("a client that speaks no TLS is hung up on, and one that speaks it to a plain port is told")
  func mismatch() async throws {
    try await Certificates.with { certificates in
      let server = try await TestServer.start(at: Self.endpoint(certificates))
      try await blocking { [port = server.port] in
        let socket = try PlainSocket(port: port)
        try socket.send(Array(PlainSocket.request().utf8))
        let answer = String(decoding: try socket.receiveToEnd(), as: UTF8.self)
        #expect(!answer.contains("101"))
      }
      let plain = try await TestServer.start(at: .universal(port: 0))
      let error = await #expect(throws: TransportError.self) {
        try await Self.connect(to: plain, with: ClientTLS(trustRoots: certificates.authority))
      }
      #expect(error?.code == .handshakeFailed)
    }
  }

  @Test("files that are not there are named before anything is listened on")
  func missingFiles() async throws {
    var endpoint = Endpoint.webSocket(port: 0)
    endpoint.tls = ServerTLS(certificateChain: "/nowhere/chain.pem", privateKey: "/nowhere/key.pem")
    let error = await #expect(throws: TransportError.self) { try await TestServer.start(at: endpoint) }
    #expect(error?.code == .unusableCertificate)
    #expect(error?.message.contains("/nowhere/chain.pem") == true)
  }
}
