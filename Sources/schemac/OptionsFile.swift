internal import FlatBuffersCodegen

/// What a target wants of its code, kept in a file beside its schemas: one option to a line, as on the command line;
/// lines that begin with `#` are comments.
struct OptionsFile {
  private let path: String
  private let lines: [Substring]

  /// Reads the file; reports why it can't be read.
  init?(_ path: String) {
    guard let bytes = Disk.readOrReport(path) else { return nil }
    self.path = path
    lines = String(decoding: bytes, as: UTF8.self).split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline)
  }

  /// Changes options as the file says; reports what it does not understand and returns whether it understood all.
  func apply(to options: inout CodegenOptions) -> Bool {
    var isUnderstood = true
    for (index, line) in lines.enumerated() where !line.allSatisfy(\.isWhitespace) && !line.hasPrefix("#") {
      switch line.split(whereSeparator: \.isWhitespace).joined(separator: " ") {
      case "--views-only": options.viewsOnly = true
      case "--no-codable": options.codable = false
      case "--no-names": options.names = false
      case "--access internal", "--access=internal": options.access = .internal
      case "--access public", "--access=public": options.access = .public
      case let option:
        isUnderstood = false
        printError(
          "\(path):\(index + 1):1: error: found '\(option)', expected --views-only, --no-codable, --no-names, "
            + "--access internal or --access public\n")
      }
    }
    return isUnderstood
  }
}
