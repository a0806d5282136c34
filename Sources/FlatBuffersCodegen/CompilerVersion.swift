/// The version of the schema compiler, as it stands in the code it generates.
package enum CompilerVersion {
  package static let current = "0.3"

  /// The member of the runtime's `GeneratedCode` that makes stale code fail to compile.
  static var symbol: String {
    "Version" + current.map { $0 == "." ? "_" : String($0) }.joined()
  }
}
