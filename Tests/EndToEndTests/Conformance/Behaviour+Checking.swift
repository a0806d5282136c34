import Testing

extension Behaviour {
  /// Checks the behaviour by several ways at once.
  ///
  /// - Parameters:
  ///   - number: sets its URIs apart from those of other behaviours at the same router.
  ///   - deviation: why a router is known not to behave so; then a way by which it does is what fails.
  func check(by ways: [Way], at places: Places, number: Int, despite deviation: String? = nil) async throws {
    try await withStore { store in
      await withTaskGroup { group in
        for (index, way) in ways.enumerated() {
          let prefix = "com.example.b\(number).w\(index)"
          group.addTask {
            do {
              guard let deviation else {
                return try await Scene.play(way, at: places, store: store, prefix: prefix, check)
              }
              await withKnownIssue("\(deviation)") {
                try await Scene.play(way, at: places, store: store, prefix: prefix, check)
              }
            } catch {
              Issue.record(error, "\(way)")
            }
          }
        }
      }
    }
  }
}
