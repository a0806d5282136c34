import Testing

/// The sources keep the rules of the house, and each rule sees what breaks it.
struct RuleTests {
  private static let sources = Result { try SourceText.all(under: "Sources").filter { !$0.isGenerated } }

  @Test("the sources keep it", arguments: Rule.all)
  func holds(_ rule: Rule) throws {
    let sources = try Self.sources.get()
    #expect(sources.count > 100)
    for source in sources where rule.exceptions[source.key] == nil {
      for finding in rule.findings(source) { Issue.record("\(finding)") }
    }
  }

  @Test("a breach is found, and only that", arguments: Rule.all)
  func seesBreach(_ rule: Rule) {
    #expect(rule.findings(rule.breach).count == 1)
    #expect(rule.findings(rule.compliance) == [])
  }

  @Test("an exception that is no longer needed goes", arguments: Rule.all)
  func needsExceptions(_ rule: Rule) throws {
    let sources = try Self.sources.get()
    for (file, reason) in rule.exceptions {
      let found = sources.filter { $0.key == file }.flatMap { rule.findings($0) }
      #expect(!found.isEmpty, "\(file): \(reason)")
    }
  }

  @Test("what stands in comments and strings is no code")
  func code() {
    let text = """
      let a = "unsafe \\(b("unsafe")) // no" // unsafe
      /* unsafe
      unsafe */ let c = \"\"\"
        unsafe
        \"\"\"
      unsafe d()
      """
    let code = SourceText(path: "Sources/X/X.swift", text).code
    #expect(code.count == 6)
    #expect(code.indices.filter { code[$0].contains("unsafe") } == [5])
  }
}
