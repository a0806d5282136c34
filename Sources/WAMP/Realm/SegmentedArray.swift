/// A list that grows without moving what is in it.
struct SegmentedArray<Element> {
  private var segments: [[Element]] = []
  private(set) var count = 0

  private static var segmentSize: Int { 1024 }

  subscript(index: Int) -> Element {
    _read { yield segments[index / Self.segmentSize][index % Self.segmentSize] }
    _modify { yield &segments[index / Self.segmentSize][index % Self.segmentSize] }
  }

  mutating func append(_ element: Element) {
    if count == segments.count * Self.segmentSize { segments.append([]) }
    segments[segments.count - 1].append(element)
    count += 1
  }
}

extension SegmentedArray: Sendable where Element: Sendable {}
