import Foundation

/// The version of a schema that later ones are compared with.
struct Baseline {
  /// What became of a baseline that was to be written, in words for the user.
  enum Outcome: String {
    case added, replaced, unchanged
    case refused = "not written"
  }

  let schema: URL
  let file: URL

  init(of schema: URL) {
    self.schema = schema
    file = schema.deletingPathExtension().appendingPathExtension("baseline.bfbs")
  }

  /// Writes the schema's present version.
  ///
  /// What the compiler finds goes to the standard error stream.
  ///
  /// - Parameters:
  ///   - includes: the compiler's arguments for the folders of included schemas.
  ///   - isForced: whether a baseline is replaced that the schema does not go together with.
  func write(with compiler: URL, _ includes: [String], replacingWhatDiffers isForced: Bool) throws -> Outcome
  {
    let old = try? Data(contentsOf: file)
    // With the language's own attributes a baseline knows all that matters to a comparison.
    var arguments = ["--bfbs", "--bfbs-builtins", "-o", file.path] + includes
    if old != nil, !isForced { arguments += ["--baseline", file.path] }
    let process = try Process.run(compiler, arguments: arguments + [schema.path])
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { return .refused }
    guard let old else { return .added }
    return try Data(contentsOf: file) == old ? .unchanged : .replaced
  }
}
