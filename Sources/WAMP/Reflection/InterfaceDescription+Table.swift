internal import FlatBuffersReflection

extension InterfaceDescription {
  /// Adds what a procedure of an exposed table takes and answers in plain arguments.
  mutating func add(_ procedure: TableProcedure, of table: DescribedTable) {
    let schema = table.schema.loaded.schema
    let rows = Content(schema, table.rows)
    let key = table.key ?? []
    self.schema = table.schema.identity
    documentation = procedure.meaning
    errors = procedure.errors.map(\.rawValue)
    switch procedure {
    case .get:
      request = Content(positional: key, keywords: [Argument(name: "hash", type: "bool")])
      response = rows.adding(Argument(name: "hash", type: "string"))
    case .getMany:
      let type = key.count == 1 ? key[0].type.map { "[\($0)]" } : nil
      request = Content(positional: [Argument(name: "keys", type: type, isRequired: true)])
      part = rows
      response = Content(
        keywords: Self.pageEnd + [
          Argument(name: "keys", type: "uint"), Argument(name: "missing", type: "[uint]"),
        ])
    case .list:
      request = Content(
        keywords: Self.range + [
          Argument(name: "order", type: "string"), Argument(name: "limit", type: "uint"),
          Argument(name: "after", type: "string"),
        ])
      part = rows
      response = Content(keywords: Self.pageEnd + [Argument(name: "after", type: "string")])
    case .count:
      request = Content(keywords: Self.range)
      response = Content(positional: [Argument(name: "count", type: "ulong", isRequired: true)])
    case .put, .update:
      request = rows.adding(Self.expectedHash)
      response = Self.commit
    case .insert:
      request = rows
      response = Self.commit
    case .delete:
      request = Content(positional: key, keywords: [Self.expectedHash])
      response = Self.commit
    }
  }

  private static let expectedHash = Argument(name: "if_hash", type: "string")
  private static let commit = Content(positional: [
    Argument(name: "commit", type: "ulong", isRequired: true)
  ])
  /// What a range is given by: bounds are a value, or a list of the first values of a key.
  private static let range = [
    Argument(name: "by", type: "string"), Argument(name: "from"), Argument(name: "to"),
  ]
  private static let pageEnd = [
    Argument(name: "count", type: "uint", isRequired: true),
    Argument(name: "commit", type: "ulong", isRequired: true),
  ]
}

extension InterfaceDescription.Content {
  /// The same with a keyword argument that is none of the record's fields.
  fileprivate func adding(_ keyword: InterfaceDescription.Argument) -> Self {
    var content = self
    content.keywords.append(keyword)
    return content
  }
}

extension TableProcedure {
  /// What it does, for people.
  fileprivate var meaning: String {
    switch self {
    case .get: "A row by its primary key; with `hash`, the hash of its bytes, too."
    case .getMany: "Rows by their primary keys: each a part of the answer, or all in one."
    case .list:
      "A page of a range of rows, by primary key or `by` an index: each a part of the answer, or all in one. "
        + "`after` goes into the call for the next page."
    case .count: "How many rows a range has, by primary key or `by` an index."
    case .put: "Stores a row, whether there is one with its primary key or not."
    case .insert: "Stores a new row."
    case .update: "Stores a row in place of the one with its primary key."
    case .delete: "Deletes a row by its primary key."
    }
  }

  /// The errors of its own that callers have to expect.
  fileprivate var errors: [WAMPError.Code] {
    switch self {
    case .get: [.noSuchRecord]
    case .getMany, .list, .count: []
    case .put: [.recordChanged, .uniqueViolation, .readOnlyStore]
    case .insert: [.recordExists, .uniqueViolation, .readOnlyStore]
    case .update: [.noSuchRecord, .recordChanged, .uniqueViolation, .readOnlyStore]
    case .delete: [.noSuchRecord, .recordChanged, .readOnlyStore]
    }
  }
}
