import FlatBuffersLanguage
import FlatBuffersReflection

/// Any bytes as a schema: they are compiled or refused, and what is compiled has a binary form that can be read back.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  let files = SchemaFiles { path in
    path == "fuzz.fbs" ? SchemaFiles.Found(identity: path, bytes: bytes) : nil
  }
  let result = SchemaCompiler.compile("fuzz.fbs", files: files)
  _ = result.report
  if let schema = result.schema, let binary = try? schema.binary() {
    precondition((try? Schema(binary: binary)) != nil, "our own binary schema is refused")
  }
  return 0
}
