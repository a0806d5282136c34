import SeededRandom
import SharedBytes
import Testing

@testable import WAMP

private let sizes = [0, 1, 2, 7, 8, 9, 23, 24, 127, 128, 255, 256, 4096, 65535, 65536, 1 << 20]
private let requests: [UInt64] = [1, 23, 24, 255, 256, 65536, 1 << 32, 1 << 53]

@Suite struct FastPathTests {
  @Test(arguments: SerializerKind.binary, RecordForm.allCases)
  func `a result's head is what the general encoder writes`(serializer: SerializerKind, form: RecordForm)
    throws
  {
    for size in sizes {
      for request in requests {
        let record = SharedBytes([UInt8](repeating: 7, count: size))
        let general = try serializer.encode(
          .result(.init(request: RequestID(request), payload: .record(record, form: form))))
        let header = MessageTemplate.result(form, serializer).head(request, payloadCount: size)
        var head = [UInt8](repeating: 0xEE, count: header.byteCount)
        unsafe head.withUnsafeMutableBytes { unsafe header.write(to: $0) }
        #expect(head == general.head, "\(size) bytes, request \(request)")
        #expect(header.tailPadding == general.tailPadding)
        if serializer == .flatbuffers && form != .binaryArgument { #expect(head.count % 8 == 0) }
      }
    }
  }

  @Test(arguments: SerializerKind.binary, RecordForm.allCases)
  func `a progressive result's head is what the general encoder writes`(
    serializer: SerializerKind, form: RecordForm
  ) throws {
    let template = MessageTemplate.result(form, serializer, progress: true)
    for size in sizes {
      for request in requests {
        let payload = Payload.record(SharedBytes([UInt8](repeating: 7, count: size)), form: form)
        let general = try serializer.encode(
          .result(.init(request: RequestID(request), payload: payload, progress: true)))
        expect(template.head(request, payloadCount: size), general, "\(size) bytes, request \(request)")
      }
    }
  }

  @Test(arguments: SerializerKind.binary, RecordForm.allCases)
  func `an event's head is what the general encoder writes`(serializer: SerializerKind, form: RecordForm)
    throws
  {
    let template = MessageTemplate.event(form, serializer)
    for size in sizes {
      let payload = Payload.record(SharedBytes([UInt8](repeating: 7, count: size)), form: form)
      for subscription in requests {
        for publication in requests {
          let general = try serializer.encode(
            .event(
              .init(
                subscription: SubscriptionID(subscription), publication: PublicationID(publication),
                payload: payload)))
          expect(
            template.head(subscription, publication, payloadCount: size), general,
            "\(size) bytes, subscription \(subscription), publication \(publication)")
        }
      }
    }
  }

  private func expect(_ written: MessageHead, _ general: EncodedMessage, _ comment: Comment) {
    var head = [UInt8](repeating: 0xEE, count: written.byteCount)
    unsafe head.withUnsafeMutableBytes { unsafe written.write(to: $0) }
    #expect(head == general.head, comment)
    #expect(written.tailPadding == general.tailPadding, comment)
  }

  @Test(arguments: SerializerKind.binary, RecordForm.allCases)
  func `a plain call is read as the general decoder reads it`(serializer: SerializerKind, form: RecordForm)
    throws
  {
    for size in sizes {
      let record = SharedBytes((0..<size).map { UInt8(truncatingIfNeeded: $0) })
      let call = Message.Call(
        request: RequestID(UInt64(size) + 1), procedure: "com.example.get",
        payload: .record(record, form: form))
      let bytes = try serializer.encode(.call(call)).joined()
      let message = bytes.bytes
      guard let peek = CallPeek(message, serializer: serializer) else {
        Issue.record("\(size) bytes were not read")
        continue
      }
      let (request, uri, payload) = (peek.request, peek.procedure, peek.payload)
      #expect(request == call.request)
      let octets = (0..<uri.count).map { uri[$0] }
      #expect(octets == Array(call.procedure.utf8))
      #expect(SharedBytes(copying: payload) == record)
      let expected = serializer == .flatbuffers && form == .transparency ? .passthru : form
      #expect(peek.form == expected)
    }
  }

  @Test(arguments: SerializerKind.allCases)
  func `an unusual call is left to the general decoder`(serializer: SerializerKind) throws {
    let record = SharedBytes([1, 2, 3])
    let plain = Message.Call(request: RequestID(1), procedure: "a.b", payload: .binaryArgument(record))
    var progressive = plain
    progressive.receiveProgress = true
    var timed = plain
    timed.timeout = 5
    var disclosing = plain
    disclosing.discloseMe = true
    var listed = plain
    listed.payload = Payload(arguments: [1, 2])
    var named = plain
    named.payload = Payload(arguments: [.bytes(record)], keywords: ["a": 1])
    var empty = plain
    empty.payload = .none
    for call in [progressive, timed, disclosing, listed, named, empty] {
      let bytes = try serializer.encode(.call(call)).joined()
      let isRead = CallPeek(bytes.bytes, serializer: serializer) != nil
      #expect(!isRead)
      #expect(try serializer.decode(bytes) == .call(call))
    }
  }

  @Test(arguments: SerializerKind.binary, RecordForm.allCases)
  func `damaged calls are read alike or not at all`(serializer: SerializerKind, form: RecordForm) throws {
    let record = SharedBytes((0..<40).map { UInt8($0) })
    let call = Message.Call(
      request: RequestID(77), procedure: "com.example.get", payload: .record(record, form: form))
    let good = Array(try serializer.encode(.call(call)).joined())
    var random = SplitMix64(seed: 1)
    for round in 0..<3000 {
      var bad = good
      if round < good.count { bad.removeLast(round) }
      for _ in 0..<(round % 3) where !bad.isEmpty {
        bad[Int.random(in: 0..<bad.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      let bytes = SharedBytes(bad)
      guard let peek = CallPeek(bytes.bytes, serializer: serializer) else { continue }
      let (request, payload, uri) = (peek.request, peek.payload, peek.procedure)
      guard case .call(let decoded) = try? serializer.decode(bytes) else {
        // Only the URI's text is judged by the general decoder alone.
        let octets = (0..<uri.count).map { uri[$0] }
        #expect(String(validating: octets, as: UTF8.self) == nil)
        continue
      }
      #expect(request == decoded.request)
      #expect(SharedBytes(copying: payload) == decoded.payload.record?.bytes)
    }
  }

  @Test func `a call in text is left to the general decoder`() throws {
    let call = Message.Call(
      request: RequestID(1), procedure: "a.b", payload: .binaryArgument(SharedBytes([1, 2, 3])))
    let bytes = try SerializerKind.json.encode(.call(call)).joined()
    let isRead = CallPeek(bytes.bytes, serializer: .json) != nil
    #expect(!isRead)
  }
}
