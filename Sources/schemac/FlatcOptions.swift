/// What people who know flatc say, and how it is said here.
enum FlatcOptions {
  /// - Returns: `nil` if none of the arguments is one of flatc's that `schemac` does not have.
  static func hint(for arguments: [String]) -> String? {
    arguments.lazy.compactMap { argument in hints[argument].map { "\(argument): \($0)" } }.first
  }

  private static let hints: [String: String] = {
    var hints = [
      "--schema": "binary schemas are written with --bfbs alone",
      "--gen-object-api":
        "drafts, which are built and kept, are always written; --views-only leaves them out",
      "--gen-mutable": "records are not changed in place; change a draft and build it again",
      "--gen-all": "give the included files, too: each is compiled by itself",
      "--gen-onefile": "each schema becomes a file of its own",
      "--gen-compare": "drafts are always Hashable",
      "--gen-json-emit": "drafts are Codable; --no-codable leaves that out",
      "--reflect-names": "names are in the schema itself, which --embed-schema puts into the code",
      "--reflect-types": "types are in the schema itself, which --embed-schema puts into the code",
      "--bfbs-gen-embed": "--embed-schema puts the schema into the code",
      "--warnings-as-errors":
        "what is wrong with a schema is an error; for --conform there is --conform-strict",
      "--no-warnings": "what needs care is told only by --conform and --baseline",
      "--require-json-eof": "data always has to end where its value does",
      "--grpc": "procedures and topics of services are written with --wamp, for WAMP",
      "--swift-implementation-only":
        "--access internal writes code that the module's clients do not see",
      "--scoped-enums": "members of enums are always within them",
      "--no-prefix": "members of enums are always within them",
      "--object-prefix": "a draft is called Draft, within the type of its table",
      "--object-suffix": "a draft is called Draft, within the type of its table",
      "--filename-suffix": "the code of NAME.fbs is NAME.fbs.swift; -o names another file for one schema",
      "--filename-ext": "the code of NAME.fbs is NAME.fbs.swift; -o names another file for one schema",
      "--proto": "only schemas of FlatBuffers are read; flatc makes them of .proto files",
    ]
    for option in ["--gen-includes", "--no-includes", "--include-prefix", "--keep-prefix"] {
      hints[option] = "Swift code includes nothing: the files of a module see each other"
    }
    let languages = [
      "-c", "--cpp", "-n", "--csharp", "-d", "--dart", "-g", "--go", "-j", "--java", "--kotlin", "--lobster",
      "-l",
      "--lua", "--nim", "--php", "-p", "--python", "-r", "--rust", "--jsonschema",
    ]
    for language in languages {
      hints[language] = "Swift and JavaScript alone are written; any flatc reads the same schemas"
    }
    hints["-T"] = "--js writes a JavaScript module, and --ts TypeScript's declarations of it"
    return hints
  }()
}
