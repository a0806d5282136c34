internal import FlatBuffersRuntime

/// The users to build, and their builder.
final class UserWorkload {
  nonisolated(unsafe) static var shared = UserWorkload(count: 0)

  var builder: Builder? = Builder(capacity: 1024)
  let drafts: [User.Draft]

  init(count: Int) {
    drafts = (0..<count).map { index in
      let k = UInt32(index)
      return User.Draft(
        id: 1_000_000_000 + UInt64(index), name: "User number \(1_000_000 + index)",
        created: 1_700_000_000_000 + Int64(index), balance: 1234.5 + Double(index),
        age: UInt16(20 + index % 50), flags: 0x1010 + k, active: true,
        scores: [k + 1, k + 2, k + 3, k + 4, k + 5, k + 6, k + 7, k + 8, k + 9])
    }
  }
}

extension User {
  var sum: UInt64 {
    var total = id &+ UInt64(bitPattern: created) &+ balance.bitPattern
    total &+= UInt64(age) &+ UInt64(flags) &+ (active ? 1 : 0)
    if let name { total &+= name.sum }
    if let scores {
      for index in scores.indices { total &+= UInt64(scores[index]) }
    }
    return total
  }
}

@c(user_prepare)
public func userPrepare(_ count: Int) {
  unsafe UserWorkload.shared = UserWorkload(count: count)
}

@c(user_build)
public func userBuild() -> UInt64 {
  let workload = unsafe UserWorkload.shared
  var builder = workload.builder.take()!
  let total = builder.buildAll(workload.drafts)
  workload.builder = consume builder
  return total
}

@c(user_record)
public func userRecord(_ index: Int, _ bytes: UnsafeMutableRawPointer, _ capacity: Int) -> Int {
  let workload = unsafe UserWorkload.shared
  return unsafe workload.builder!.copy(
    workload.drafts[index], to: UnsafeMutableRawBufferPointer(start: bytes, count: capacity))
}

@c(user_traverse)
public func userTraverse(
  _ records: UnsafePointer<UnsafeRawPointer>, _ sizes: UnsafePointer<Int>, _ count: Int
) -> UInt64 {
  var total: UInt64 = 0
  for index in 0..<count {
    let record = unsafe RawSpan(_unsafeStart: records[index], byteCount: sizes[index])
    total &+= unsafe User(TableView(unverifiedRoot: record)).sum
  }
  return total
}

@c(user_verify)
public func userVerify(
  _ records: UnsafePointer<UnsafeRawPointer>, _ sizes: UnsafePointer<Int>, _ count: Int
) -> UInt64 {
  var valid: UInt64 = 0
  for index in 0..<count {
    let record = unsafe RawSpan(_unsafeStart: records[index], byteCount: sizes[index])
    if (try? Verifier.verify(record, as: User.self)) != nil { valid += 1 }
  }
  return valid
}
