import FlatBuffersRuntime
import RecordStore

func id() throws -> UInt64 {
  try RecordBuffer<Person>(.init(id: 7, name: "Ann")).record.id
}
