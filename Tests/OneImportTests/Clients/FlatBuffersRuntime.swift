import FlatBuffersRuntime

func build() throws -> SharedBytes {
  let user = try RecordBuffer<User>(User.Draft(id: 7, name: "Ann"))
  let received = try RecordBuffer<User>(verifying: user.bytes)
  let record = received.record
  var draft = record.draft
  if record.name.hasPrefix("A"), let nick = record.nick { draft.nick = nick.description }
  return try RecordBuffer<User>(draft).bytes
}

func read(_ array: [UInt8], fileAt path: String) throws -> Bool {
  let record = try RecordBuffer<User>(verifying: array)
  let same = try RecordBuffer<User>(verifying: .init(array))
  let part = try RecordBuffer<User>(verifying: array[...])
  do throws(FileMappingError) {
    return [same, part].map(\.bytes).contains(try SharedBytes(mappingFileAt: path))
      && record.bytes == same.bytes
  } catch {
    return error.path == path
  }
}

func isDamaged(_ bytes: SharedBytes) -> Bool {
  do throws(VerificationError) {
    _ = try RecordBuffer<User>(verifying: bytes)
    return false
  } catch {
    return error.fault == .outOfRange && !error.path.isEmpty
  }
}
