import FlatBuffersRuntime

func build() throws -> SharedBytes {
  let zoo = try RecordBuffer<Zoo>(Zoo.Draft(town: "Bonn", animals: [.init(name: "Leo", diet: .meat)]))
  let received = try RecordBuffer<Zoo>(verifying: zoo.bytes)
  let record = received.record
  var draft = record.draft
  if record.town.hasPrefix("B"), let leo = record.animals?.first(withKey: "Leo"), leo.name == "Leo" {
    draft.animals?.append(.init(name: leo.name.description, weight: leo.weight + 1))
  }
  return try RecordBuffer<Zoo>(draft).bytes
}

func read(_ array: [UInt8], fileAt path: String) throws -> Bool {
  let record = try RecordBuffer<Zoo>(verifying: array)
  let same = try RecordBuffer<Zoo>(verifying: .init(array))
  let part = try RecordBuffer<Zoo>(verifying: array[...])
  do throws(FileMappingError) {
    return [same, part].map(\.bytes).contains(try SharedBytes(mappingFileAt: path))
      && record.bytes == same.bytes
  } catch {
    return error.path == path
  }
}

func readFile(at path: String) -> String {
  do throws(RecordFileError) {
    let file = try RecordBuffer<Zoo>(mappingFileAt: path, requireIdentifier: true)
    return file.record.town.description
  } catch {
    switch error.reason {
    case .unreadable(let cause): return "\(cause.path) \(cause.code)"
    case .invalid(let cause): return "\(error.path) \(cause.path) \(cause.fault)"
    }
  }
}

func readStream(_ array: [UInt8]) throws -> [[UInt8]] {
  var rest = SharedBytes(array)
  var records: [[UInt8]] = []
  while !rest.isEmpty {
    let next = try SizePrefixedRecord<Zoo>(verifying: rest)
    records.append([UInt8](next.bytes))
    rest = rest.slice(next.bytes.count..<rest.count)
  }
  return records
}

func isDamaged(_ bytes: SharedBytes) -> Bool {
  do throws(VerificationError) {
    _ = try RecordBuffer<Zoo>(verifying: bytes)
    return false
  } catch {
    return error.fault == .outOfRange && !error.path.isEmpty
  }
}
