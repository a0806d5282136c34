internal import FlatBuffersRuntime
internal import SharedBytes

/// Prints records as JSON, the way the reference compiler does.
///
/// Fields come in the order of their ids, a union's `x_type` before `x`; enums are printed by name, flags as
/// names separated by spaces; real numbers have no exponent and at most 6 (`float`) or 12 (`double`) places,
/// infinities and NaN are the words `inf` and `nan`, or strings of these if the options say so; characters outside of ASCII are escaped
/// unless the options say otherwise.
public struct JSONPrinter {
  /// How records are printed.
  public struct Options: Sendable, Equatable {
    /// Whether absent scalars are printed with their defaults; those without one as `null`.
    public var printsDefaults = false
    /// Whether names stand in quotes; without them the text is read by FlatBuffers compilers only.
    public var quotesNames = true
    /// Whether bytes of strings that are not UTF-8 are printed as `\xHH`, which no other JSON reader knows,
    /// instead of being refused.
    public var allowsInvalidUTF8 = false
    /// Whether characters outside of ASCII are printed as `\uXXXX`, not as they are.
    public var escapesUTF8 = true
    /// Whether NaN and infinities are strings, which every JSON reader takes, not words.
    public var quotesNaN = false
    /// Whether real numbers have as many digits as it takes to read them back as they were, and an exponent where that
    /// is shorter.
    public var printsExactReals = false
    /// Whether the text is one line, without a line break at its end.
    public var isOneLine = false

    public init() {}

    /// Text that every JSON reader takes and that says all digits of each number.
    ///
    /// - Parameter isOneLine: ``isOneLine``.
    package static func lossless(isOneLine: Bool) -> Options {
      var options = Options()
      options.quotesNaN = true
      options.printsExactReals = true
      options.isOneLine = isOneLine
      return options
    }
  }

  private let schema: Schema
  private let options: Options
  /// The fields of each object in the order they are printed.
  private let fields: [[FieldDefinition]]
  /// The id of the key of each object, which is printed even where it is absent.
  private let keys: [Int?]
  private var text: [UInt8] = []

  private init(_ schema: Schema, _ options: Options) {
    self.schema = schema
    self.options = options
    fields = schema.objects.map(\.fieldsByID)
    keys = fields.map { fields in fields.firstIndex { $0.isKey } }
  }

  /// The JSON text of a table and all below it, ending in a line break.
  ///
  /// - Throws: ``JSONPrintingError`` if a string is not UTF-8.
  public static func print(
    _ table: DynamicTable, options: Options = Options()
  ) throws(JSONPrintingError) -> String {
    var printer = JSONPrinter(table.schema, options)
    do throws(JSONPrintingError) {
      try printer.print(table, indent: 0)
    } catch {
      throw error.inside(table.definition.name.name)
    }
    if !options.isOneLine { printer.write("\n") }
    return String(decoding: printer.text, as: UTF8.self)
  }
}

extension JSONPrinter {
  private mutating func append(_ bytes: SharedBytes, allowsInvalidUTF8: Bool) -> Bool {
    JSONString.append(
      bytes, to: &text, escapesUTF8: options.escapesUTF8, allowsInvalidUTF8: allowsInvalidUTF8)
  }

  private mutating func write(_ string: String) { text.append(contentsOf: string.utf8) }

  private mutating func startLine(indent: Int) {
    guard !options.isOneLine else { return text.append(UInt8(ascii: " ")) }
    text.append(UInt8(ascii: "\n"))
    text.append(contentsOf: repeatElement(UInt8(ascii: " "), count: indent))
  }

  private mutating func startField(_ field: FieldDefinition, isFirst: inout Bool, indent: Int) {
    if !isFirst { write(",") }
    isFirst = false
    startLine(indent: indent)
    write(options.quotesNames ? "\"\(field.name)\": " : "\(field.name): ")
  }

  private mutating func print(_ table: DynamicTable, indent: Int) throws(JSONPrintingError) {
    write("{")
    var isFirst = true
    for field in shown(of: table) {
      do throws(JSONPrintingError) {
        if table.contains(field) {
          startField(field, isFirst: &isFirst, indent: indent + 2)
          try print(field, of: table, indent: indent + 2)
        } else if (options.printsDefaults || field.isKey) && !field.isDeprecated,
          case .single = field.type, let value = schema.defaultScalar(of: field)
        {
          startField(field, isFirst: &isFirst, indent: indent + 2)
          if field.isOptionalScalar {
            write("null")
          } else {
            print(value, field.type.element)
          }
        }
      } catch {
        throw error.inside(field.name)
      }
    }
    startLine(indent: indent)
    write("}")
  }

  /// The fields that the table can have or that are printed without it.
  private func shown(of table: DynamicTable) -> ArraySlice<FieldDefinition> {
    let fields = fields[table.index]
    if options.printsDefaults { return fields[...] }
    let count = min(fields.count, table.slotCount)
    guard let key = keys[table.index], key >= count else { return fields[..<count] }
    return fields[..<count] + [fields[key]]
  }

  private mutating func print(
    _ field: FieldDefinition, of table: DynamicTable, indent: Int
  ) throws(JSONPrintingError) {
    if let nested = table.nestedRoot(field) {
      try print(nested, indent: indent)
    } else if field.isFlexBuffer, let bytes = table.vectorBytes(field), !bytes.isEmpty {
      let flex = FlexReader(bytes)
      if let root = flex.root { try print(root, of: flex) } else { write("null") }
    } else if let value = table[field] {
      try print(value, field.type.element, indent: indent)
    } else {
      write("null")
    }
  }

  private mutating func print(_ structure: DynamicStruct, indent: Int) throws(JSONPrintingError) {
    write("{")
    var isFirst = true
    for field in fields[structure.index] {
      startField(field, isFirst: &isFirst, indent: indent + 2)
      if let value = structure[field] { try print(value, field.type.element, indent: indent + 2) }
    }
    startLine(indent: indent)
    write("}")
  }

  private mutating func print(
    _ value: DynamicValue, _ type: ElementType, indent: Int
  ) throws(JSONPrintingError) {
    switch value {
    case .bool(let flag): write(flag ? "true" : "false")
    case .integer(let number): print(.integer(number), type)
    case .real(let number): print(.real(number), type)
    case .string(let bytes): try print(string: bytes)
    case .table(let table): try print(table, indent: indent)
    case .structure(let structure): try print(structure, indent: indent)
    case .vector(let vector): try print(vector, indent: indent)
    case .unknownMember: write("null")
    }
  }

  private mutating func print(_ vector: DynamicVector, indent: Int) throws(JSONPrintingError) {
    write("[")
    for index in vector.indices {
      if index > 0 { write(",") }
      startLine(indent: indent + 2)
      guard let value = vector[index] else {
        write("null")
        continue
      }
      do throws(JSONPrintingError) {
        try print(value, vector.element, indent: indent + 2)
      } catch {
        throw error.inside("[\(index)]")
      }
    }
    if vector.count == 0, !options.isOneLine { write("\n") }
    startLine(indent: indent)
    write("]")
  }

  private mutating func print(_ scalar: JSONScalar, _ type: ElementType) {
    switch (scalar, type) {
    case (.real(let number), _):
      let isFloat = type == .scalar(.float)
      let word =
        options.printsExactReals
        ? JSONNumber.exactText(number, isFloat: isFloat) : JSONNumber.text(number, places: isFloat ? 6 : 12)
      write(options.quotesNaN && !number.isFinite ? "\"\(word)\"" : word)
    case (.integer(let number), .scalar(.bool)):
      write(number == 0 ? "false" : "true")
    case (.integer(let number), .enumeration(let index)), (.integer(let number), .unionTag(let index)):
      write(schema.enums[index].text(of: number).map { "\"\($0)\"" } ?? "\(number)")
    case (.integer(let number), _):
      write("\(number)")
    }
  }

  private mutating func print(string bytes: SharedBytes) throws(JSONPrintingError) {
    guard append(bytes, allowsInvalidUTF8: options.allowsInvalidUTF8) else {
      throw JSONPrintingError("the string is not UTF-8")
    }
  }

  // MARK: - FlexBuffers, on one line

  private mutating func print(_ place: FlexReader.Reference, of flex: FlexReader) throws(JSONPrintingError) {
    switch flex.value(place) {
    case nil, .null?: write("null")
    case .bool(let flag)?: write(flag ? "true" : "false")
    case .integer(let number)?: write("\(number)")
    case .real(let number)?: write(JSONNumber.text(number, places: 12))
    case .string(let bytes)?: _ = append(bytes, allowsInvalidUTF8: true)
    case .vector(let elements)?:
      write("[ ")
      for (index, element) in elements.enumerated() {
        if index > 0 { write(", ") }
        try print(element, of: flex)
      }
      write(" ]")
    case .map(let entries)?:
      write("{ ")
      for (index, entry) in entries.enumerated() {
        if index > 0 { write(", ") }
        if options.quotesNames || !JSONString.isIdentifier(entry.key) {
          _ = append(entry.key, allowsInvalidUTF8: true)
        } else {
          write(String(decoding: [UInt8](entry.key), as: UTF8.self))
        }
        write(": ")
        try print(entry.value, of: flex)
      }
      write(" }")
    }
  }
}

extension EnumDefinition {
  /// The name of a value, or the names of its flags; `nil` if the value is no combination of members.
  package func text(of value: Int128) -> String? {
    if let member = member(value) { return member.name }
    guard isBitFlags, value != 0 else { return nil }
    let flags = members.filter { $0.value & value != 0 }
    guard flags.reduce(0, { $0 | $1.value }) == value else { return nil }
    return flags.map(\.name).joined(separator: " ")
  }
}
