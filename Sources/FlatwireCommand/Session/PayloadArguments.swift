import ArgumentParser
import Flatwire

/// The arguments of a call or an event.
struct PayloadArguments: ParsableArguments {
  @Argument(
    help: "Positional arguments: JSON, or else strings as they are. Negative numbers and the like follow --.",
    transform: JSONWord.value)
  var arguments: [Value] = []

  @Option(
    name: [.customShort("k"), .customLong("kwarg")],
    help: ArgumentHelp("A keyword argument, its value as above; can be repeated.", valueName: "name=value"),
    transform: Keyword.init)
  var keywords: [Keyword] = []

  func validate() throws {
    var names: Set<String> = []
    for keyword in keywords where !names.insert(keyword.name).inserted {
      throw ValidationError("--kwarg \(keyword.name) is given twice")
    }
  }

  var payload: Payload { Payload(arguments: arguments, keywords: namedValues) }

  /// The payload of a call of a procedure that the router has described.
  func payload(of procedure: DescribedProcedure, for session: WAMPSession) throws -> Payload {
    let form = RecordForm(for: session.routerRoles, as: .dealer)
    return try procedure.payload(of: arguments, namedValues, form: form)
  }

  private var namedValues: [String: Value] {
    Dictionary(uniqueKeysWithValues: keywords.map { ($0.name, $0.value) })
  }

  struct Keyword {
    let name: String
    let value: Value

    init(_ text: String) throws {
      guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
        throw ValidationError("'\(text)' is not of the form name=value")
      }
      name = String(text[..<equals])
      value = try JSONWord.value(String(text[text.index(after: equals)...]))
    }
  }
}
