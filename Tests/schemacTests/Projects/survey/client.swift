import FlatBuffersRuntime

/// The findings of a file: a head and what follows it, each with its size.
func findings(in file: SharedBytes) throws -> [Finding.Draft] {
  let head = try SizePrefixedRecord<Head>(verifying: file)
  var rest = file.slice(head.bytes.count..<file.count)
  var found: [Finding.Draft] = []
  while !rest.isEmpty {
    let next = try SizePrefixedRecord<Finding>(verifying: rest)
    let isFlat = head.record.shapeKind == .area && next.record.shape?.parts == nil
    if isFlat { found.append(next.draft) }
    rest = rest.slice(next.bytes.count..<rest.count)
  }
  return found
}

func extent(of finding: RecordBuffer<Finding>) -> Double {
  guard let xy = finding.record.shape?.xy, xy.count >= 2 else { return 0 }
  return xy[0] + xy[1]
}

func names(_ head: RecordBuffer<Head>) -> [String] {
  head.record.traits?.map { $0.nullable ? $0.name.description : "\($0.name) (\($0.kind))" } ?? []
}

func square() throws -> RecordBuffer<Finding> {
  try RecordBuffer(
    .init(
      shape: .init(ends: [5], xy: [0, 0, 0, 1, 1, 1, 1, 0, 0, 0], kind: .area), values: [1, 2],
      traits: [.init(name: "height", kind: .double, width: 8)]))
}
