extension Rule {
  private static let fileLimit = 260
  private static let functionLimit = 60

  static let fileSize = Rule(
    "a file has at most \(fileLimit) lines",
    exceptions: [
      "WAMPTransport/ConnectionMachine.swift": "one machine: every state and what each input does in it"
    ],
    breach: ("Sources/X/X.swift", String(repeating: "\n", count: fileLimit + 1)),
    compliance: ("Sources/X/X.swift", String(repeating: "\n", count: fileLimit))
  ) { source in
    let count = source.lines.count - (source.lines.last == "" ? 1 : 0)
    guard count > fileLimit else { return [] }
    return [Finding(path: source.path, line: fileLimit + 1, message: "\(count) lines")]
  }

  static let functionSize = Rule(
    "a function has at most \(functionLimit) lines",
    exceptions: [:],
    breach: ("Sources/X/X.swift", "  func x() {\n\(String(repeating: "\n", count: functionLimit))  }"),
    compliance: ("Sources/X/X.swift", "  func x() {\n\(String(repeating: "\n", count: functionLimit - 2))  }")
  ) { source in
    var findings: [Finding] = []
    for (index, line) in source.code.enumerated() {
      let indentation = line.prefix { $0 == " " }.count
      guard line.hasSuffix("{"), line.contains("func ") || line.contains("init"),
        line.firstMatch(of: /\b(?:func\s|init[?(<])/) != nil
      else { continue }
      let end = source.code[(index + 1)...].firstIndex {
        $0.hasPrefix(String(repeating: " ", count: indentation) + "}")
      }
      guard let end, end - index + 1 > functionLimit else { continue }
      findings.append(Finding(path: source.path, line: index + 1, message: "\(end - index + 1) lines"))
    }
    return findings
  }
}
