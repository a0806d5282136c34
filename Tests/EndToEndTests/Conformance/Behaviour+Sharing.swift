import Flatwire
import Testing

extension Behaviour {
  static let sharing: [Behaviour] =
    [
      (.roundRobin, [0, 1, 2, 0, 1, 2]), (.first, [0, 0, 0]), (.last, [2, 2, 2]), (.random, nil),
    ].map { (policy: InvocationPolicy, expected: [Value]?) in
      Behaviour("callees who share a registration are called by the policy \(policy.rawValue)") { scene in
        for (number, callee) in [scene.callee, scene.caller, try await scene.joinAnother()].enumerated() {
          try await callee.register(scene.uri("shared"), options: .init(invoke: policy)) { _ in
            Payload(arguments: [.int(Int64(number))])
          }
        }
        var callees: [Value] = []
        for _ in 0..<(expected?.count ?? 40) {
          callees += try await scene.caller.call(scene.uri("shared")).list()
        }
        if let expected {
          scene.expect(callees, is: expected)
        } else {
          scene.expect(Set(callees), is: [0, 1, 2])
        }
      }
    } + [
      Behaviour("a registration is shared under one policy only") { scene in
        try await scene.callee.register(scene.uri("shared"), options: .init(invoke: .first)) { _ in .none }
        await scene.expect(.differentInvocationPolicy) {
          try await scene.caller.register(scene.uri("shared"), options: .init(invoke: .last)) { _ in .none }
        }
      },
      Behaviour("a callee that leaves is not called any more, the others are") { scene in
        let leaving = try await scene.joinAnother()
        for (name, callee) in [("leaving", leaving), ("staying", scene.callee)] {
          try await callee.register(scene.uri("shared"), options: .init(invoke: .first)) { _ in
            Payload(arguments: [.string(name)])
          }
        }
        let before = try await scene.caller.call(scene.uri("shared")).list()
        scene.expect(before, is: ["leaving"])
        await leaving.close()
        while true {
          do {
            let after = try await scene.caller.call(scene.uri("shared")).list()
            scene.expect(after, is: ["staying"])
            break
          } catch let error as WAMPError where error.code == .canceled {
            // It came before the router had worked off what the callee left.
          }
        }
      },
      Behaviour(concurrency) { scene in
        let (running, run) = AsyncStream.makeStream(of: Void.self)
        let options = RegisterOptions(invoke: .roundRobin, concurrency: 1)
        for callee in [scene.callee, scene.caller] {
          try await callee.register(scene.uri("work"), options: options) { _ in
            run.yield()
            try await Task.sleep(for: .seconds(100))
            return .none
          }
        }
        let calls = (0..<2).map { _ in Task { try await scene.caller.call(scene.uri("work")) } }
        var count = 0
        for await _ in running {
          count += 1
          if count == 2 { break }
        }
        await scene.expect(.noAvailableCallee) { try await scene.caller.call(scene.uri("work")) }
        for call in calls { call.cancel() }
      },
    ]

  static let concurrency = "each callee of a shared registration has as many calls as it takes"
}
