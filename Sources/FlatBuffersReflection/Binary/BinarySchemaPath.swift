/// The way to a part of a binary schema.
///
/// It is spelt out for an error only: many parts can share one long name.
struct BinarySchemaPath {
  private enum Step {
    case element(String, Int)
    case name(String)
    case type(QualifiedName)
    case field(String)
    case part(String)
  }

  private var steps: [Step]

  /// A part of the schema itself, `file_ident` say.
  static func part(_ name: String) -> BinarySchemaPath { BinarySchemaPath(steps: [.part(name)]) }

  static func element(_ list: String, _ index: Int) -> BinarySchemaPath {
    BinarySchemaPath(steps: [.element(list, index)])
  }

  func element(_ list: String, _ index: Int) -> BinarySchemaPath { adding(.element(list, index)) }

  func named(_ name: String) -> BinarySchemaPath { adding(.name(name)) }

  func named(_ name: QualifiedName) -> BinarySchemaPath { adding(.type(name)) }

  func field(_ name: String) -> BinarySchemaPath { adding(.field(name)) }

  private func adding(_ step: Step) -> BinarySchemaPath { BinarySchemaPath(steps: steps + [step]) }
}

extension BinarySchemaPath: CustomStringConvertible {
  /// The steps as an error names them: `objects[3] 'demo.User' field 'name'`.
  var description: String {
    steps.map { step in
      switch step {
      case .element(let list, let index): "\(list)[\(index)]"
      case .name(let name): "'\(name)'"
      case .type(let name): "'\(name)'"
      case .field(let name): "field '\(name)'"
      case .part(let name): name
      }
    }.joined(separator: " ")
  }
}
