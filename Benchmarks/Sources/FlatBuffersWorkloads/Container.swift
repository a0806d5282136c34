internal import FlatBuffersRuntime

/// The containers to build, and their builder.
final class ContainerWorkload {
  nonisolated(unsafe) static var shared = ContainerWorkload(count: 0)

  var builder: Builder? = Builder(capacity: 1024)
  let drafts: [FooBarContainer.Draft]

  init(count: Int) {
    drafts = (0..<count).map { index in
      FooBarContainer.Draft(
        list: (0..<3).map { FooBar.Draft(UInt32(index * 3 + $0)) }, initialized: true, fruit: .pears,
        location: "https://fruit.example/\(10_000_000 + index)")
    }
  }
}

extension FooBar.Draft {
  fileprivate init(_ k: UInt32) {
    self.init(
      sibling: Bar(
        parent: Foo(
          id: 0xABAD_CAFE_ABAD_CAFE + UInt64(k), count: Int16(10_000 + k), prefix: 64,
          length: 1_000_000 + k),
        time: Int32(123_456 + k), ratio: 3.14159 + Float(k), size: UInt16(10_000 + k)),
      name: "Item \(1_000_000 + k)", rating: 3.1415432432445543543 + Double(k), postfix: 33)
  }
}

extension FooBarContainer {
  var sum: UInt64 {
    var total = UInt64(initialized ? 1 : 0) &+ UInt64(truncatingIfNeeded: fruit.rawValue)
    if let location { total &+= location.sum }
    if let list {
      for index in list.indices { total &+= list[index].sum }
    }
    return total
  }
}

extension FooBar {
  var sum: UInt64 {
    var total = rating.bitPattern &+ UInt64(postfix)
    if let name { total &+= name.sum }
    if let sibling { total &+= sibling.sum }
    return total
  }
}

extension Bar {
  var sum: UInt64 {
    parent.id &+ UInt64(truncatingIfNeeded: parent.count) &+ UInt64(truncatingIfNeeded: parent.prefix)
      &+ UInt64(parent.length) &+ UInt64(truncatingIfNeeded: time) &+ UInt64(ratio.bitPattern)
      &+ UInt64(size)
  }
}

@c(container_prepare)
public func containerPrepare(_ count: Int) {
  unsafe ContainerWorkload.shared = ContainerWorkload(count: count)
}

@c(container_build)
public func containerBuild() -> UInt64 {
  let workload = unsafe ContainerWorkload.shared
  var builder = workload.builder.take()!
  let total = builder.buildAll(workload.drafts)
  workload.builder = consume builder
  return total
}

@c(container_record)
public func containerRecord(_ index: Int, _ bytes: UnsafeMutableRawPointer, _ capacity: Int) -> Int {
  let workload = unsafe ContainerWorkload.shared
  return unsafe workload.builder!.copy(
    workload.drafts[index], to: UnsafeMutableRawBufferPointer(start: bytes, count: capacity))
}

@c(container_traverse)
public func containerTraverse(
  _ records: UnsafePointer<UnsafeRawPointer>, _ sizes: UnsafePointer<Int>, _ count: Int
) -> UInt64 {
  var total: UInt64 = 0
  for index in 0..<count {
    let record = unsafe RawSpan(_unsafeStart: records[index], byteCount: sizes[index])
    total &+= unsafe FooBarContainer(TableView(unverifiedRoot: record)).sum
  }
  return total
}

@c(container_verify)
public func containerVerify(
  _ records: UnsafePointer<UnsafeRawPointer>, _ sizes: UnsafePointer<Int>, _ count: Int
) -> UInt64 {
  var valid: UInt64 = 0
  for index in 0..<count {
    let record = unsafe RawSpan(_unsafeStart: records[index], byteCount: sizes[index])
    if (try? Verifier.verify(record, as: FooBarContainer.self)) != nil { valid += 1 }
  }
  return valid
}
