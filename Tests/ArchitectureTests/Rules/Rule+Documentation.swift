extension Rule {
  /// Stored properties and initialisers whose names and types say all may go without, and so may what a protocol
  /// says already.
  static let documentation = Rule(
    "public types, functions and computed properties have docs",
    exceptions: [:],
    breach: ("Sources/X/X.swift", "/// A type.\npublic struct X {\n  public func y() {}\n}"),
    compliance: (
      "Sources/X/X.swift",
      "/// A type.\npublic struct X {\n  public var z: Int\n  /// Does.\n  @inlinable\n  public func y() {}\n}"
    )
  ) { source in
    source.code.indices.compactMap { index in
      guard let name = documentedName(in: source.code[index]), !isSaidByProtocol(name) else { return nil }
      var above = index - 1
      while above >= 0, source.code[above].drop(while: { $0 == " " }).hasPrefix("@") { above -= 1 }
      let isDocumented = above >= 0 && source.lines[above].drop { $0 == " " }.hasPrefix("///")
      return isDocumented ? nil : Finding(path: source.path, line: index + 1, message: "\(name) has no docs")
    }
  }

  /// The name that a line declares publicly, if that needs docs.
  private static func documentedName(in line: String) -> String? {
    // Most lines are not looked at more closely: a regex takes its time.
    guard line.contains("public "), let match = line.wholeMatch(of: declaration) else { return nil }
    let (_, kind, name, rest) = match.output
    let isStored = (kind == "var" || kind == "let") && !rest.contains("{") && !line.contains("static ")
    return isStored ? nil : String(name)
  }

  // Computed: a `Regex` is not `Sendable`.
  private static var declaration: Regex<(Substring, Substring, Substring, Substring)> {
    /(?:\s|@\w+(?:\([^)]*\))?|final|indirect|mutating|consuming|borrowing|static|nonisolated)*public\s+(?:(?:final|indirect|static|mutating|consuming|borrowing|\w+\(set\))\s+)*(struct|class|enum|protocol|actor|func|var|let)\s+([^\s(<:{=]+|[=!<~]+)(.*)/
  }

  /// Whether a protocol, one of Swift's or of ours, says what a member of the name is.
  private static func isSaidByProtocol(_ name: String) -> Bool {
    [
      "==", "!=", "<", "~=", "hash", "encode", "description", "debugDescription", "rawValue", "allCases",
      "next",
      "makeAsyncIterator", "makeIterator", "AsyncIterator", "startIndex", "endIndex", "indices", "isEmpty",
      "intValue", "stringValue", "wrappedValue",
      // Those of NIO's ChannelHandler
      "handlerAdded", "handlerRemoved", "channelInactive", "channelRead", "channelReadComplete",
      "channelWritabilityChanged", "errorCaught", "read", "userInboundEventTriggered",
      // FlatValue, FlatKey, FlatTable, StoreKey, EncodedKey, KeyRangeExpression
      "bytes", "keyRange",
      "byteCount", "alignment", "spanAlignment", "store", "precedes", "fileIdentifier", "embeddedSchema",
      "encoded",
    ].contains(name)
  }
}
