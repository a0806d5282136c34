import Flatwire
import Testing

extension Behaviour {
  static let calling: [Behaviour] = [
    Behaviour("arguments and keywords of every kind go to a handler and back") { scene in
      let list: [Value] = [
        nil, true, -1, .uint(.max), .int(.min), 0.5, "ü 👩‍👩‍👧", .bytes(SharedBytes([0, 255])), [1, ["a": []]],
      ]
      try await scene.callee.register(scene.uri("echo")) { $0.payload }
      let answer = try await scene.caller.call(scene.uri("echo"), list, keywords: ["k": "v", "größe": 3])
      let (values, keywords) = try answer.arguments()
      scene.expect(values, is: list)
      scene.expect(keywords, is: ["k": "v", "größe": 3])
      scene.expect(!answer.progress, "a part of a result")
    },
    Behaviour("a call without arguments is answered without any") { scene in
      try await scene.callee.register(scene.uri("echo")) { call in
        let (list, keywords) = try call.payload.arguments()
        return list.isEmpty && keywords.isEmpty ? .none : Payload(arguments: ["some"])
      }
      let (list, keywords) = try await scene.caller.call(scene.uri("echo")).arguments()
      scene.expect(list.isEmpty && keywords.isEmpty, "\(list) \(keywords)")
    },
    Behaviour("an error comes with its URI, arguments and keywords") { scene in
      try await scene.callee.register(scene.uri("failing")) { _ in
        let payload = Payload(arguments: ["why", 7], keywords: ["where": ["line": 3]])
        throw WAMPError(.init("com.example.error.tired"), payload: payload)
      }
      let error = await scene.expect(.init("com.example.error.tired")) {
        try await scene.caller.call(scene.uri("failing"))
      }
      let arguments = try error?.payload.arguments()
      scene.expect(arguments?.list, is: ["why", 7])
      scene.expect(arguments?.keywords, is: ["where": ["line": 3]])
    },
    Behaviour("a handler's own error has no text for others") { scene in
      struct Failure: Error { let password = "hunter2" }
      try await scene.callee.register(scene.uri("failing")) { _ in throw Failure() }
      let error = await scene.expect(.runtimeError) { try await scene.caller.call(scene.uri("failing")) }
      scene.expect("\(error.map { "\($0.payload) \($0.message)" } ?? "")".contains("hunter2"), is: false)
    },
    Behaviour("nobody's procedure is an error that names it") { scene in
      let error = await scene.expect(.noSuchProcedure) { try await scene.caller.call(scene.uri("none")) }
      scene.expect(error?.message.contains(scene.uri("none")) == true, "\(error?.message ?? "")")
    },
    Behaviour("many calls in flight are answered each by its own result") { scene in
      try await scene.callee.register(scene.uri("echo")) { $0.payload }
      try await withThrowingTaskGroup { group in
        for number in 0..<100 as Range<Int64> {
          group.addTask {
            try await scene.caller.call(scene.uri("echo"), [.int(number)]).list() == [.int(number)]
          }
        }
        for try await isRight in group { scene.expect(isRight, "another call's result") }
      }
    },
    Behaviour("a large payload arrives whole") { scene in
      // Text takes its time where nothing is optimised.
      let size = scene.way.serializer.isText ? 1 << 15 : 1 << 20
      let large = [UInt8]((0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) })
      try await scene.callee.register(scene.uri("echo")) { $0.payload }
      let list = try await scene.caller.call(scene.uri("echo"), [.bytes(SharedBytes(large))]).list()
      scene.expect(list.first?.bytesValue.map(Array.init) == large, "not the same bytes")
    },
    Behaviour("a URI may be of any language") { scene in
      try await scene.callee.register(scene.uri("größe.尺寸")) { $0.payload }
      let list = try await scene.caller.call(scene.uri("größe.尺寸"), [1]).list()
      scene.expect(list, is: [1])
    },
    Behaviour("options that nobody knows harm nothing") { scene in
      try await scene.callee.register(
        scene.uri("echo"), options: .init(others: ["x_register": ["a": 1]])
      ) { $0.payload }
      let list = try await scene.caller.call(
        scene.uri("echo"), [1], options: .init(others: ["x_call": [1, nil]])
      ).list()
      scene.expect(list, is: [1])
      let events = try await scene.callee.subscribe(
        to: scene.uri("topic"), options: .init(others: ["x_subscribe": true]))
      try await scene.caller.publish([2], to: scene.uri("topic"), options: .init(others: ["x_publish": "x"]))
      scene.expect(try await scene.next(1, of: events), is: [[2]])
    },
    Behaviour("a caller that discloses itself is known to the handler") { scene in
      try await scene.callee.register(scene.uri("who")) { call in
        Payload(arguments: [Value(call.caller?.rawValue ?? 0)])
      }
      let options = CallOptions(discloseMe: true)
      let known = try await scene.caller.call(scene.uri("who"), options: options).list()
      scene.expect(known, is: [Value(scene.caller.id.rawValue)])
    },
    Behaviour(hiddenCaller) { scene in
      try await scene.callee.register(scene.uri("who")) { call in
        Payload(arguments: [Value(call.caller?.rawValue ?? 0)])
      }
      let unknown = try await scene.caller.call(scene.uri("who")).list()
      scene.expect(unknown, is: [0])
    },
  ]

  static let hiddenCaller = "a caller that does not disclose itself is not known"
}
