// error: lifetime-dependent value escapes its scope
import FlatBuffersRuntime

@_lifetime(borrow array)
func leak(_ array: [UInt8]) throws -> StringView {
  let copy = try RecordBuffer<Person>(verifying: array)
  return copy.record.name
}
