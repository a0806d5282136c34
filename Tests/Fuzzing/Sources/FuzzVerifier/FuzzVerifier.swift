import FlatBuffersRuntime
import FlatBuffersReflection
import SharedBytes

/// Any bytes as a record: walked to the end if one of the verifiers accepts them. The reflective one is the stricter:
/// what it accepts the generated one accepts, too.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = SharedBytes(unsafe Array(UnsafeBufferPointer(start: start, count: count)))
  let buffer = try? RecordBuffer<Box>(verifying: bytes)
  if let buffer {
    let draft = buffer.record.draft
    _ = buffer.record.innerRoot?.draft
    _ = buffer.record.items?.first(withKey: "a")?.value
    if let copy = try? RecordBuffer<Box>(draft) {
      precondition((try? RecordBuffer<Box>(verifying: copy.bytes)) != nil, "our own record is refused")
    }
  }
  if let root = schema.rootTable, let record = try? DynamicTable(verifying: bytes, as: root, of: schema) {
    _ = try? JSONPrinter.print(record)
    precondition(buffer != nil, "generated code refuses what the schema accepts")
  }
  return 0
}

private let schema: Schema = {
  guard let bytes = Box.embeddedSchema?.bytes, let schema = try? Schema(binary: bytes) else {
    fatalError("the schema")
  }
  return schema
}()
