import Flatwire
import Testing

extension Behaviour {
  static let answeringInParts: [Behaviour] = [
    Behaviour("a result comes in parts, in their order, if its caller asks for them") { scene in
      try await scene.callee.register(scene.uri("count")) { call in
        for number in 0..<20 as Range<Int64> {
          try await call.progress?.send(Payload(arguments: [.int(number)]))
        }
        return Payload(arguments: ["done"])
      }
      var parts: [Value] = []
      for try await part in try await scene.caller.results(of: scene.uri("count")) {
        parts += try part.list()
        scene.expect(part.progress, is: parts.count < 21)
      }
      scene.expect(parts, is: (0..<20).map { .int($0) } + ["done"])
      let whole = try await scene.caller.call(scene.uri("count")).list()
      scene.expect(whole, is: ["done"])
    },
    Behaviour("a call that fails between two parts of its result ends with the error") { scene in
      try await scene.callee.register(scene.uri("count")) { call in
        try await call.progress?.send(Payload(arguments: [1]))
        throw WAMPError(.init("com.example.error.tired"), "enough")
      }
      var parts: [Value] = []
      let error = await scene.expect(.init("com.example.error.tired")) {
        for try await part in try await scene.caller.results(of: scene.uri("count")) {
          parts += try part.list()
        }
      }
      scene.expect(parts, is: [1])
      scene.expect(error?.message, is: "enough")
    },
    Behaviour("leaving a call's results interrupts its handler") { scene in
      let (ends, ended) = AsyncStream.makeStream(of: Bool.self)
      try await scene.callee.register(scene.uri("forever")) { call in
        try await call.progress?.send(Payload(arguments: [1]))
        try? await Task.sleep(for: .seconds(100))
        ended.yield(Task.isCancelled)
        return .none
      }
      for try await _ in try await scene.caller.results(of: scene.uri("forever")) { break }
      for await isCancelled in ends {
        scene.expect(isCancelled, "not cancelled")
        break
      }
    },
    Behaviour(callsInParts) { scene in
      try await scene.callee.register(scene.uri("double")) { call in
        var sum: Int64 = 0
        for try await part in call.parts {
          let number = try part.arguments().list.first?.intValue ?? 0
          try await call.progress?.send(Payload(arguments: [.int(2 * number)]))
          sum += number
        }
        return Payload(arguments: [.int(sum)])
      }
      let (parts, continuation) = AsyncStream.makeStream(of: Payload.self)
      for number in 1...3 as ClosedRange<Int64> { continuation.yield(Payload(arguments: [.int(number)])) }
      continuation.finish()
      var numbers: [Value] = []
      for try await result in try await scene.caller.results(of: scene.uri("double"), parts: parts) {
        numbers += try result.list()
      }
      scene.expect(numbers, is: [2, 4, 6, 6])
    },
  ]

  static let callsInParts = "arguments go in parts to a handler that answers in parts"
}
