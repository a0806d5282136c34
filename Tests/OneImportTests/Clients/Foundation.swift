import FlatBuffersRuntime
import Foundation

func town(in data: Data) throws -> String {
  let zoo = try RecordBuffer<Zoo>(verifying: data)
  return zoo.record.town.description
}

func copy(_ file: URL) throws -> Data {
  let zoo = try RecordBuffer<Zoo>(mappingFileAt: file.path)
  return Data([UInt8](zoo.bytes))
}

func encode(_ zoo: RecordBuffer<Zoo>) throws -> Data { try JSONEncoder().encode(zoo.draft) }
