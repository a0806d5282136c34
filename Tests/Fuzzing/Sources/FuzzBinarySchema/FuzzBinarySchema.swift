import FlatBuffersRuntime
import FlatBuffersReflection
import SharedBytes

/// Any bytes as a binary schema: they are read or refused, and what is read can be written, reduced and compared.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  guard let schema = try? Schema(binary: SharedBytes(bytes)) else { return 0 }
  _ = try? schema.binary(BinarySchemaOptions(documentation: true, builtInAttributes: true))
  _ = schema.fingerprint
  _ = schema.findings(since: schema)
  if let root = schema.rootTable {
    _ = schema.reduced(to: [root])
    if let record = try? DynamicTable(verifying: SharedBytes(bytes), as: root, of: schema) {
      _ = try? JSONPrinter.print(record)
    }
  }
  return 0
}
