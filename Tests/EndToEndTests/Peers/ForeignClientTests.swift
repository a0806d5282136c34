import Flatwire
import Foundation
import Programs
import Testing

/// Clients that we did not write, in every role, format and over every transport that they have, at our router.
///
/// Each meets a session of ours, which calls what it registers, and the other way round.
@Suite(.conformanceRouter, .oneAtATime, .serialized, .timeLimit(.minutes(30))) struct ForeignClientTests {
  @Test("a foreign client calls, is called, publishes and subscribes", arguments: ForeignClient.allCases)
  func roles(client: ForeignClient) async throws {
    let places = try #require(ConformanceRouter.places)
    let address = try #require(places.inProcess)
    try await withStore { store in
      let host = try await WAMPSession.connect(to: address, realm: "realm1")
      var partners: [Partner] = []
      for index in client.ways.indices {
        partners.append(try await Partner(host, "com.example.\(client.rawValue).w\(index)", store))
      }
      let hasRecords = client == .autobahn
      let visits = zip(client.ways, partners).map { way, partner in
        ForeignClient.Visit(way: way, actions: partner.actions(withRecords: hasRecords))
      }
      let seen = try await client.run(at: places, visits)
      for (index, way) in client.ways.enumerated() {
        let report = Report(seen[index], way, prefix: partners[index].prefix)
        report.expectCaller(withRecords: hasRecords)
        report.expectPlainCaller()
        report.expectCallee()
        report.expectSubscriberAndPublisher()
        #expect(report.last == "disconnected", "\(way)")
      }
      await host.close()
    }
  }
}

/// What a foreign client has seen and done over one way.
private struct Report {
  private let seen: [AutobahnPeer.Observation]
  private let way: ForeignClient.Way
  private let prefix: String

  init(_ seen: [AutobahnPeer.Observation], _ way: ForeignClient.Way, prefix: String) {
    (self.seen, self.way, self.prefix) = (seen, way, prefix)
  }

  var last: String? { seen.last?["event"] as? String }

  func expectCaller(withRecords: Bool) {
    expect("result", of: "echo", [[#"[1,"two"]"#]])
    // Of an ERROR over FlatBuffers Autobahn reads nothing but the URI, and our router sends it nothing else.
    expect("error", of: "call", [["com.example.error.tired", way.speaksFlatBuffers ? "[]" : #"["why",7]"#]])
    expect("part", of: "parts", [["[1]"], ["[2]"]])
    expect("result", of: "parts", [[#"["done"]"#]])
    expect("given_up", of: "slow", [[]])
    expect("result", of: "was_interrupted", [["[true]"]])
    guard withRecords else { return }
    let record = seen.first { observation in
      observation["event"] as? String == "result" && observation["procedure"] as? String == "\(prefix).get"
    }
    #expect(record?.record["name"] as? String == "User 7", "\(way)")
  }

  /// A typed procedure answers arguments with arguments.
  func expectPlainCaller() {
    let result = seen.first { observation in
      observation["event"] as? String == "result" && observation["procedure"] as? String == "\(prefix).plain"
    }
    let list = result?["args"] as? [Any] ?? []
    #expect(list.count == 4, "\(way): \(list)")
    guard list.count == 4 else { return }
    #expect(list[0] as? Int == 7, "\(way)")
    #expect(list[1] as? String == "User 7", "\(way)")
    #expect(list[2] as? Int == 1, "\(way)")
    // In JSON xconn leaves binary data as it stands there: a string that begins with a zero.
    let bytes = (list[3] as? [String: String])?["base64"] ?? list[3] as? String
    #expect((bytes?.count ?? 0) > 1000, "\(way)")
  }

  func expectCallee() {
    expect("invocation", of: "own", [["[5]"]])
    expect("invocation", of: "own_failing", [["[]"]])
    expect("invocation", of: "own_pattern.x", [["[6]"]])
    expect("result", of: "drive", [[#"["own","com.example.error.own",1,2,"done","pattern"]"#]])
  }

  func expectSubscriberAndPublisher() {
    expect("event", of: "topic", [["[1]"], ["[2]"]])
    expect("event", of: "wild.x", [["[3]"]])
    expect("published", of: "heard", [[]])
    expect("result", of: "what_was_heard", [["[4]"]])
  }

  /// - Parameter name: of a procedure, a topic or, of an error, of an action.
  private func expect(_ event: String, of name: String, _ expected: [[String]]) {
    let found = seen.filter { observation in
      guard observation["event"] as? String == event else { return false }
      return ["procedure", "topic"].contains { observation[$0] as? String == "\(prefix).\(name)" }
        || observation["do"] as? String == name
    }.map { observation in
      [observation["uri"] as? String, (observation["args"] as? [Any]).flatMap(Self.text)].compactMap { $0 }
    }
    #expect(found == expected, "\(event) of \(name) as \(way): \(seen.suffix(3))")
  }

  private static func text(_ list: [Any]) -> String? {
    try? String(decoding: JSONSerialization.data(withJSONObject: list), as: UTF8.self)
  }
}
