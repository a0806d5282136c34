import Testing

@testable import WAMPAuthentication

/// Who came with which cookie: bounded in number and age.
struct CookieTableTests {
  private let start = ContinuousClock.now

  private func bearer(_ authid: String, _ realm: String = "realm1", for age: Duration = .seconds(60))
    -> CookieTable.Bearer
  {
    CookieTable.Bearer(realm: realm, authid: authid, authrole: "user", end: start + age)
  }

  @Test("a cookie is known as long as it counts, and no other one is")
  func age() {
    var table = CookieTable(limit: 10)
    table.remember(bearer("joe"), with: "a", at: start)
    #expect(table.bearer(of: "a", at: start + .seconds(59)) == bearer("joe"))
    #expect(table.bearer(of: "a", at: start + .seconds(60)) == nil)
    #expect(table.bearer(of: "b", at: start) == nil)
    #expect(table.bearer(of: "", at: start) == nil)
  }

  @Test("of too many those go that are over, then the oldest")
  func number() {
    var table = CookieTable(limit: 3)
    table.remember(bearer("short", for: .seconds(1)), with: "short", at: start)
    for name in ["a", "b", "c"] { table.remember(bearer(name), with: name, at: start + .seconds(2)) }
    #expect(table.count == 3)
    #expect(table.bearer(of: "a", at: start) != nil)
    table.remember(bearer("d"), with: "d", at: start + .seconds(3))
    #expect(table.count == 3)
    #expect(table.bearer(of: "a", at: start) == nil)
    for name in ["b", "c", "d"] { #expect(table.bearer(of: name, at: start) == bearer(name)) }
    for number in 0..<1000 { table.remember(bearer("e"), with: "\(number)", at: start) }
    #expect(table.count == 3)
  }

  @Test("many are not looked through for every one too many")
  func many() {
    var table = CookieTable(limit: 100_000)
    let time = ContinuousClock().measure {
      for number in 0..<130_000 { table.remember(bearer("e"), with: "\(number)", at: start) }
    }
    #expect((93_750...100_000).contains(table.count) && table.bearer(of: "129999", at: start) != nil)
    #expect(time < .seconds(60))
  }

  @Test("those of one name are forgotten, in one realm or in all, or everybody's")
  func forgetting() {
    var table = CookieTable(limit: 10)
    for realm in ["realm1", "realm2"] {
      for name in ["joe", "ann"] { table.remember(bearer(name, realm), with: name + realm, at: start) }
    }
    #expect(table.forget("joe", in: "realm1") == 1)
    #expect(table.bearer(of: "joerealm1", at: start) == nil)
    #expect(table.bearer(of: "joerealm2", at: start) != nil)
    #expect(table.forget("joe", in: nil) == 1)
    #expect(table.forget("joe", in: nil) == 0)
    #expect(table.forget(nil, in: nil) == 2)
    #expect(table.count == 0)
  }
}
