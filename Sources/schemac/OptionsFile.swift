internal import ArgumentParser

/// The options that a target's code is made with, kept in a file beside its schemas: each line as on the command line;
/// lines that begin with `#` are comments.
enum OptionsFile {
  /// The options of each line; reports what is wrong with the file.
  static func read(_ path: String) -> [CodeOptions]? {
    guard let bytes = Disk.readOrReport(path) else { return nil }
    let lines = String(decoding: bytes, as: UTF8.self).split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    var options: [CodeOptions] = []
    var isUnderstood = true
    for (index, line) in lines.enumerated() where !line.hasPrefix("#") {
      do {
        options.append(try CodeOptions.parse(line.split(whereSeparator: \.isWhitespace).map(String.init)))
      } catch {
        isUnderstood = false
        printError("\(path):\(index + 1):1: error: \(CodeOptions.message(for: error))\n")
      }
    }
    return isUnderstood ? options : nil
  }
}
