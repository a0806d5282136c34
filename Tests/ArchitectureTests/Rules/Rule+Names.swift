extension Rule {
  /// Such a file collects what has no place of its own.
  static let fileNames = Rule(
    "no file is named after what it is good for in general",
    breach: ("Sources/X/ParsingUtils.swift", ""),
    compliance: ("Sources/X/Parsing+Numbers.swift", "")
  ) { source in
    let banned = ["Util", "Utils", "Utilities", "Common", "Helper", "Helpers", "Manager", "Misc"]
    let stem = source.name.prefix { $0 != "." }
    guard let word = banned.first(where: { stem.hasSuffix($0) || stem.hasPrefix($0) }) else { return [] }
    return [Finding(path: source.path, line: 1, message: "'\(word)' says nothing of what the file holds")]
  }

  /// A type of its module's name hides the module: `Flatwire.Store` could not be written.
  static let moduleNames = Rule(
    "no type bears its module's name",
    exceptions: [
      "SharedBytes/SharedBytes.swift": "the module is this type; there is nothing else to be named by it",
      "SchemaPlugin/SchemaPlugin.swift": "nobody imports a plugin",
      "BaselinePlugin/BaselinePlugin.swift": "nobody imports a plugin",
      "FlatwireCommand/FlatwireCommand.swift": "nobody imports a program",
    ],
    breach: ("Sources/Wire/Wire.swift", "public enum Wire {}"),
    compliance: ("Sources/Wire/Wire.swift", "public enum WireFormat {}")
  ) { source in
    let module = source.key.prefix { $0 != "/" }
    return source.code.indices.compactMap { index in
      let words = source.code[index].split { !$0.isLetter && !$0.isNumber && $0 != "_" }
      guard
        let kind = words.firstIndex(where: { ["struct", "class", "enum", "actor", "protocol"].contains($0) }),
        !words.contains("import"), kind + 1 < words.count, words[kind + 1] == module
      else { return nil }
      return Finding(path: source.path, line: index + 1, message: "\(module) is the name of the module")
    }
  }

  /// What nobody has taken on is an issue, not a comment.
  static let openTasks = Rule(
    "no open task without an owner",
    breach: ("Sources/X/X.swift", "// TO" + "DO: later"),
    compliance: ("Sources/X/X.swift", "// TO" + "DO(ann): later")
  ) { source in
    source.lines.indices.compactMap { index in
      guard source.lines[index].firstMatch(of: /\b(?:TODO|FIXME|XXX|HACK)\b(?!\([a-z]+\))/) != nil else {
        return nil
      }
      return Finding(path: source.path, line: index + 1, message: "an open task that nobody owns")
    }
  }

  /// Symbol by symbol, so that a client sees of other modules what signatures speak of, and no more.
  static let reexports = Rule(
    "only the umbrella re-exports whole modules",
    exceptions: ["Flatwire/Flatwire.swift": "the umbrella"],
    breach: ("Sources/X/Exports.swift", "@_exported public import WAMP"),
    compliance: ("Sources/X/Exports.swift", "@_exported public import struct WAMP.Topic")
  ) { source in
    source.code.indices.compactMap { index in
      let words = source.code[index].split(separator: " ")
      guard words.contains("@_exported"), words.last != nil, words.count == 4 else { return nil }
      return Finding(path: source.path, line: index + 1, message: "\(words[3]) is re-exported as a whole")
    }
  }
}
