/// The diagnostics of one run, in the order they were found.
public struct DiagnosticLog: Sendable, Equatable {
  /// After this many errors a run stops: what follows is mostly noise.
  public static let errorLimit = 100

  /// What was found.
  public private(set) var diagnostics: [Diagnostic] = []

  public init() {}

  /// Whether anything was found that keeps the run from a result.
  public var hasErrors: Bool { !diagnostics.isEmpty }
  /// Whether there are as many as a run goes on for.
  public var isFull: Bool { diagnostics.count >= Self.errorLimit }

  /// Keeps a diagnostic, unless there are too many.
  public mutating func add(_ diagnostic: Diagnostic) {
    if !isFull { diagnostics.append(diagnostic) }
  }

  /// Keeps an error, unless there are too many.
  public mutating func error(_ message: String, at location: SourceLocation?, hint: String? = nil) {
    add(Diagnostic(at: location, message, hint: hint))
  }
}
