internal import ArgumentParser
internal import FlatBuffersCodegen

/// What a target wants of its code: given on the command line, in a file of options, or some in each.
struct CodeOptions: ParsableArguments {
  @Flag(
    help: """
      Write only what reads and verifies records in place, and each table's fields by name; nothing that builds or \
      keeps records.
      """)
  var viewsOnly = false

  @Flag(
    help: """
      Leave out that drafts are Codable. Within drafts of other code that are, tables are coded all the same, and \
      unions throw an error.
      """)
  var noCodable = false

  @Flag(
    help: """
      Leave out what the members of enums and unions are called: they are described, and coded in JSON, by their \
      numbers, and not found by name.
      """)
  var noNames = false

  @Option(help: "The access level of the Swift declarations: public, as without this option, or internal.")
  var access: AccessArgument?

  /// These options, and those of another place that say what these leave open.
  func over(_ other: CodeOptions) -> CodeOptions {
    var options = self
    options.viewsOnly = viewsOnly || other.viewsOnly
    options.noCodable = noCodable || other.noCodable
    options.noNames = noNames || other.noNames
    options.access = access ?? other.access
    return options
  }
}

/// An access level on the command line.
enum AccessArgument: String, CaseIterable, ExpressibleByArgument {
  case `public`, `internal`

  var access: CodegenOptions.Access {
    switch self {
    case .public: .public
    case .internal: .internal
    }
  }
}
