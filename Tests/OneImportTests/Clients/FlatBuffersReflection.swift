import FlatBuffersReflection

func text(of record: SharedBytes, as name: String, schema bytes: SharedBytes) throws -> String {
  let schema = try Schema(binary: bytes)
  guard let object = schema.table(named: name) else { return "" }
  let table = try DynamicTable(verifying: record, as: object, of: schema, options: Verifier.Options())
  return try JSONPrinter.print(table)
}

func isSound(_ record: SharedBytes, as name: String, of schema: Schema) -> Bool {
  guard let object = schema.table(named: name) else { return false }
  do throws(VerificationError) {
    try ReflectiveVerifier.verify(record, as: object, of: schema)
    return true
  } catch {
    return error.fault == .missing
  }
}

func changes(from old: Schema, to new: Schema) -> [String] {
  new.findings(since: old).filter { $0.severity == .breaking }.map(\.message)
}
