/// The diagnostics of one run, in the order they were found.
public struct DiagnosticLog: Sendable, Equatable {
  /// After this many errors a run stops: what follows is mostly noise.
  public static let errorLimit = 100

  public private(set) var diagnostics: [Diagnostic] = []

  public init() {}

  public var hasErrors: Bool { !diagnostics.isEmpty }
  public var isFull: Bool { diagnostics.count >= Self.errorLimit }

  public mutating func add(_ diagnostic: Diagnostic) {
    if !isFull { diagnostics.append(diagnostic) }
  }

  public mutating func error(_ message: String, at location: SourceLocation?, hint: String? = nil) {
    add(Diagnostic(at: location, message, hint: hint))
  }
}
