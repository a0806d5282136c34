import Foundation
import Programs
import Testing

extension SchemaPluginTests {
  /// Other tests open files with schemas that are compiled as they run; here the code is generated and built, too, and
  /// the programs are processes. Every build is slow, so one test does it all.
  @Test func `programs built from versions of a schema share a file, or are told why not and leave it`()
    async throws
  {
    let package = try ClientPackage("Versions")
    let schema = "Sources/Versions/users.fbs"
    let main = "Sources/Versions/main.swift"
    let file = package.path(of: "users.db")

    let built = try await package.build()
    try #require(built.status == 0, "\(built.text)")
    let first = try package.keptExecutable()
    let wrote = try await first([file, "1", "Ann", "10"])
    try #require(wrote.output == "1 Ann 10 [1, 2, 3]\n", "\(wrote.text)")

    try package.edit(schema, replacing: "  team: ulong;", with: "  shelf: string;\n  team: ulong;")
    let rebuilt = try await package.build()
    try #require(rebuilt.status == 0, "\(rebuilt.text)")
    let before = try #require(package.read("users.db"))
    let refused = try await package.run(file, "2", "Bob", "20")
    #expect(refused.status == 1)
    #expect(
      refused.output == """
        \(file): table users was written with another version of its schema:
          versions.User.team: had the id 2, which is that of 'shelf' now, and has 3: values would change places
          versions.User.avatar: had the id 3, which is that of 'team' now, and has 4: values would change places
        Undo the change (append fields at the end, or give ids; keep what is gone as deprecated), \
        or migrate the table

        """)
    #expect(package.read("users.db") == before)

    try package.edit(
      schema, replacing: "  shelf: string;\n  team: ulong;", with: "  team: ulong (index: \"byTeam\");")
    try package.edit(schema, replacing: "  avatar: [ubyte];", with: "  avatar: [ubyte];\n  shelf: string;")
    try package.edit(main, replacing: "avatar: [1, 2, 3]", with: "avatar: [1, 2, 3], shelf: \"new\"")
    try package.edit(
      main, replacing: "user.avatar?.array ?? [])",
      with: "user.avatar?.array ?? [], user.shelf?.description ?? \"none\")")
    // In the order of the index, of what only it can find.
    try package.edit(main, replacing: "txn.rows(.users)", with: "txn.rows(by: .byTeam, 5...)")
    let appended = try await package.build()
    try #require(appended.status == 0, "\(appended.text)")
    let opened = try await package.run(file, "2", "Bob", "20")
    #expect(opened.text == "1 Ann 10 [1, 2, 3] none\n2 Bob 20 [1, 2, 3] new\n")

    // The first program knows neither the field nor the index, and keeps the index right.
    let old = try await first([file, "3", "Cid", "15"])
    #expect(old.text == "1 Ann 10 [1, 2, 3]\n2 Bob 20 [1, 2, 3]\n3 Cid 15 [1, 2, 3]\n")
    let found = try await package.run(file)
    #expect(found.text == "1 Ann 10 [1, 2, 3] none\n3 Cid 15 [1, 2, 3] none\n2 Bob 20 [1, 2, 3] new\n")
    _ = try await first([file, "1", "Ann", "30"])
    let moved = try await package.run(file)
    #expect(moved.text == "3 Cid 15 [1, 2, 3] none\n2 Bob 20 [1, 2, 3] new\n1 Ann 30 [1, 2, 3] none\n")
  }
}
