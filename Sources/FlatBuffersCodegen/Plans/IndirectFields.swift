internal import FlatBuffersReflection

/// The table fields through which a table can contain itself: a Swift struct must hold those out of line.
struct IndirectFields {
  /// For each object the cycle of tables it belongs to.
  private var component: [Int]
  private var selfReferences: Set<Int> = []

  init(_ schema: Schema) {
    let edges = schema.objects.map { object in
      object.fields.compactMap { field -> Int? in
        if case .single(.table(let index)) = field.type, !field.isDeprecated { index } else { nil }
      }
    }
    component = Self.components(of: edges)
    for (index, targets) in edges.enumerated() where targets.contains(index) { selfReferences.insert(index) }
  }

  /// Whether a field of table `owner` that holds table `target` must be stored out of line.
  func contains(owner: Int, target: Int) -> Bool {
    owner == target ? selfReferences.contains(owner) : component[owner] == component[target]
  }

  /// The strongly connected components (Tarjan 1972), without recursion: a schema may chain many tables.
  private static func components(of edges: [[Int]]) -> [Int] {
    var component = [Int](repeating: -1, count: edges.count)
    var order = [Int](repeating: -1, count: edges.count)
    var low = [Int](repeating: 0, count: edges.count)
    var stack: [Int] = []
    var next = 0
    for start in edges.indices where order[start] < 0 {
      var path: [(node: Int, edge: Int)] = [(start, 0)]
      while let (node, edge) = path.last {
        if edge == 0 {
          order[node] = next
          low[node] = next
          next += 1
          stack.append(node)
        }
        if edge < edges[node].count {
          path[path.count - 1].edge += 1
          let target = edges[node][edge]
          if order[target] < 0 {
            path.append((target, 0))
          } else if component[target] < 0 {
            low[node] = min(low[node], order[target])
          }
          continue
        }
        if low[node] == order[node] {
          while let member = stack.popLast() {
            component[member] = node
            if member == node { break }
          }
        }
        path.removeLast()
        if let parent = path.last?.node { low[parent] = min(low[parent], low[node]) }
      }
    }
    return component
  }
}
