import FlatBuffersRuntime
import Testing

/// What programs do with strings and vectors in place.
@Suite struct ViewTests {
  private let buffer: RecordBuffer<User>

  init() throws {
    buffer = try RecordBuffer<User>(
      .init(
        name: "Łódź", address: .init(city: "Ulm"), scores: [3, 1, 2],
        friends: [.init(id: 8, name: "Bob"), .init(id: 9, name: "Cem")], tags: ["a", "", "b"],
        contact: .user(.init(name: "Dee"))))
  }

  @Test func `strings are compared by their bytes`() {
    let user = buffer.record
    let name = user.name
    // The macro keeps what it compares, which a view does not let it do.
    let equal = [name == "Łódź", name == user.name, !(name != "Łódź"), !(name != user.name)]
    #expect(equal.allSatisfy { $0 })
    let different = [name == "Lodz", name == StringView("Łód"), !(name != "Lodz")]
    #expect(!different.contains(true))
    let order = [name < "Łódźa", name < StringView("Łóe"), !(name < "Łód"), !(name < "Łódź")]
    #expect(order.allSatisfy { $0 })
    let prefixes = [name.hasPrefix("Łó"), name.hasPrefix(""), !name.hasPrefix("Łódź!")]
    #expect(prefixes.allSatisfy { $0 })
  }

  @Test func `strings that may be absent are compared, too`() {
    let user = buffer.record
    let present = [user.address?.city == "Ulm", user.address?.city != "Bonn", !(user.address?.city != "Ulm")]
    #expect(present.allSatisfy { $0 })
    let bob = user.friends?[0]
    let absent = [bob?.address?.city != "Ulm", !(bob?.address?.city == "Ulm"), bob?.address?.city == nil]
    #expect(absent.allSatisfy { $0 })
  }

  @Test func `a string is switched over`() {
    let found =
      switch buffer.record.name {
      case "Lodz": 1
      case "Łódź": 2
      default: 3
      }
    #expect(found == 2)
  }

  @Test func `vectors have their ends and are mapped and searched`() {
    let user = buffer.record
    if let scores = user.scores, let friends = user.friends, let tags = user.tags {
      #expect(scores.map { $0 * 2 } == [6, 2, 4])
      #expect(scores.first == 3 && scores.last == 2)
      let found = [scores.contains(1), !scores.contains(4), tags.contains(""), !tags.contains("c")]
      #expect(found.allSatisfy { $0 })
      #expect(scores.firstIndex { $0 < 3 } == 1)
      #expect(friends.map { $0.name.description } == ["Bob", "Cem"])
      #expect(friends.first?.id == 8 && friends.last?.id == 9)
      #expect(friends.firstIndex { $0.name == "Cem" } == 1)
      #expect(tags.map { $0.utf8Count } == [1, 0, 1])
      let ends = [tags.first == "a", tags.last == "b"]
      #expect(ends == [true, true])
      #expect(tags.firstIndex { $0 == "b" } == 2)
    }
    let bob = user.friends?.first
    let hasNone = bob?.friends?.first == nil
    #expect(hasNone)
    let none = FlatVector<UInt8>()
    #expect(none.first == nil && none.last == nil)
  }
}
