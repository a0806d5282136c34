/// The diagnostics of one run, in the order they were found.
public struct DiagnosticLog: Sendable, Equatable {
  /// After this many errors a run stops: what follows is mostly noise.
  public static let errorLimit = 100

  public private(set) var diagnostics: [Diagnostic] = []
  public private(set) var errorCount = 0

  public init() {}

  public var hasErrors: Bool { errorCount > 0 }
  public var isFull: Bool { errorCount >= Self.errorLimit }

  public mutating func add(_ diagnostic: Diagnostic) {
    if diagnostic.severity == .error {
      guard !isFull else { return }
      errorCount += 1
    }
    diagnostics.append(diagnostic)
  }

  public mutating func error(_ message: String, at location: SourceLocation?, hint: String? = nil) {
    add(Diagnostic(.error, at: location, message, hint: hint))
  }

  public mutating func warning(_ message: String, at location: SourceLocation?, hint: String? = nil) {
    add(Diagnostic(.warning, at: location, message, hint: hint))
  }
}
