extension Rule {
  /// Targets that are about memory: records are read in place, pages mapped, bytes sent where they lie.
  private static let memoryFloors: Set<String> = [
    "SharedBytes", "FlatBuffersRuntime", "LMDB", "RecordStore", "WAMPTransport",
  ]

  private static let verifiedBefore = "the view of a message that was verified the lines before"

  static let unsafeCode = Rule(
    "above the floors that read memory, unsafe code stands in files named +Unsafe",
    exceptions: [
      "FlatBuffersReflection/BinarySchemaLoader.swift":
        "makes a buffer of bytes that were verified the line before",
      "FlatBuffersReflection/JSONNumber.swift": "prints with C's vsnprintf, as flatc does",
      "RecordServices/Router+Exposing.swift":
        "the view of a row that is stored, or verified before it will be",
      "RecordServices/Router+Reading.swift": "the view of a request that was verified the line before",
      "RecordServices/SnapshotLease.swift": "holds the snapshot for as long as its bytes are being sent",
      "WAMP/CallPeek.swift": verifiedBefore, "WAMP/TableReader.swift": verifiedBefore,
      "WAMPRouter/InlineCall.swift": "a record's bytes go to the socket from where they lie",
      "schemac/Disk.swift": "C's files: Foundation would be linked into every client's build tool",
    ],
    breach: ("Sources/WAMP/X.swift", "let x = unsafe y.load(as: Int.self)"),
    compliance: ("Sources/WAMP/X+Unsafe.swift", "let x = unsafe y.load(as: Int.self)")
  ) { source in
    guard !memoryFloors.contains(String(source.key.prefix { $0 != "/" })),
      !source.name.hasSuffix("+Unsafe.swift")
    else { return [] }
    let first = source.code.firstIndex {
      $0.firstMatch(of: /\bunsafe\b|\bUnsafe\w*Pointer\b|@unsafe\b/) != nil
    }
    return first.map { [Finding(path: source.path, line: $0 + 1, message: "unsafe code")] } ?? []
  }

  static let uncheckedSendable = Rule(
    "where the compiler does not check Sendable, a comment says why it holds",
    breach: ("Sources/X/X.swift", "/// A box.\nfinal class X: @unchecked Sendable {\n}"),
    compliance: (
      "Sources/X/X.swift",
      "// Sound because only the writer touches it.\nfinal class X: @unchecked Sendable {\n}"
    )
  ) { source in
    source.code.indices.compactMap { index in
      guard source.code[index].contains("@unchecked Sendable") else { return nil }
      let comment = source.lines[..<index].suffix(8).filter { $0.contains("//") }.joined(separator: " ")
      // A sentence with a reason, not only what the type is.
      let reasons = ["Sound", "sound", "Safe", "safe", "because", "one thread", "only"]
      if reasons.contains(where: { comment.contains($0) }) { return nil }
      return Finding(path: source.path, line: index + 1, message: "nothing says why this is sound")
    }
  }
}
