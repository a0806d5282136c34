import Programs
import Testing

/// A package that depends on this one builds with schemas in its targets.
@Suite(.oneAtATime, .serialized, .timeLimit(.minutes(30))) struct SchemaPluginTests {
  private let client: ClientPackage

  init() throws { client = try ClientPackage() }

  @Test func `a client package builds and runs, and is told what is wrong with an included schema`()
    async throws
  {
    let built = try await client.build()
    try #require(built.status == 0, "\(built.text)")
    let ran = try await client.run()
    #expect(ran.status == 0)
    #expect(ran.text == "7 Ann mail=ann@example.com phone=112\n[\"people\"] [\"peopleByName\"]\n")

    try client.edit("Sources/Model/model.fbs", replacing: "channel: Channel;", with: "channel: Chanel;")
    let failed = try await client.build()
    #expect(failed.status != 0)
    #expect(
      failed.text.contains(
        "Sources/Model/model.fbs:8:12: error: found 'Chanel', expected the name of a type"),
      "\(failed.text)")
  }

  @Test func `a build refuses what does not go together with a baseline, until that is replaced`()
    async throws
  {
    let schema = "Sources/Client/people.fbs"
    let baseline = "Sources/Client/people.baseline.bfbs"
    let added = try await client.keepBaselines("--target", "Client")
    #expect(added.status == 0 && added.output.contains("\(baseline): added\n"), "\(added.text)")
    #expect(client.read("Sources/Model/model.baseline.bfbs") == nil)
    let first = try #require(client.read(baseline))
    let built = try await client.build()
    #expect(built.status == 0 && !built.text.contains("unhandled"), "\(built.text)")

    // Care is advised, no more.
    try client.edit(schema, replacing: "  addresses: [client.model.Address];\n", with: "")
    try client.edit("Sources/Client/main.swift", replacing: "if let addresses = person.addresses {", with: "")
    try client.edit(
      "Sources/Client/main.swift",
      replacing: "    addresses.forEach { print(\" \\($0.channel)=\\($0.text)\", terminator: \"\") }\n  }\n",
      with: "")
    try client.edit(
      "Sources/Client/main.swift",
      replacing: ", addresses: [.mail(\"ann@example.com\"), .init(channel: .phone, text: \"112\")]", with: "")
    let warned = try await client.build()
    #expect(warned.status == 0, "\(warned.text)")
    #expect(
      warned.text.contains("\(schema):6:7: warning: client.Person.addresses: the field is gone"),
      "\(warned.text)")

    try client.edit(schema, replacing: "  id: ulong (key);", with: "  id: uint (key);")
    try client.edit("Sources/Client/main.swift", replacing: "UInt64", with: "UInt32")
    let finding = "\(schema):7:3: error: client.Person.id: "
    let failed = try await client.build()
    #expect(failed.status != 0 && failed.text.contains(finding), "\(failed.text)")

    let refused = try await client.keepBaselines()
    #expect(refused.status != 0 && refused.text.contains(finding), "\(refused.text)")
    #expect(refused.output.contains("\(baseline): not written\n"), "\(refused.text)")
    #expect(client.read(baseline) == first)
    let forced = try await client.keepBaselines("--force")
    #expect(forced.status == 0 && forced.output.contains("\(baseline): replaced\n"), "\(forced.text)")
    #expect(client.read(baseline) != first)
    let rebuilt = try await client.build()
    #expect(rebuilt.status == 0, "\(rebuilt.text)")

    try client.write("table Person {}", to: baseline)
    let damaged = try await client.build()
    #expect(damaged.status != 0)
    #expect(damaged.text.contains("\(baseline): error: found no binary schema, expected "), "\(damaged.text)")
  }
}
