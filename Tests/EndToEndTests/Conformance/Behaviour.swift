import Testing

/// Something that is the same by every way to a router.
struct Behaviour: Sendable, CustomTestStringConvertible {
  let name: String
  let check: @Sendable (Scene) async throws -> Void

  init(_ name: String, _ check: @escaping @Sendable (Scene) async throws -> Void) {
    self.name = name
    self.check = check
  }

  var testDescription: String { name }

  static let all: [Behaviour] =
    calling + answeringInParts + endingCalls + registering + sharing + publishing + choosingSubscribers
    + subscribing + records + plain + asking + departing
}
