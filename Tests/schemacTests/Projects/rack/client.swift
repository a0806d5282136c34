import FlatBuffersRuntime

/// What a patch is made of, as a program finds out that runs it.
func modules(of patch: RecordBuffer<Patch>) -> [String] {
  var found: [String] = []
  patch.record.graphs?.forEach { graph in
    graph.modules?.forEach { module in
      guard let code = patch.record.codes?[Int(module.code)], let options = module.options else { return }
      let name = code.foreign?.description ?? code.operator.description
      switch options {
      case .lowPassOptions(let lowPass): found.append("\(name) \(lowPass.draft)")
      case .gainOptions: found.append("\(name), which makes it louder")
      case .unknown(let tag, _): found.append("\(name) with options of a newer schema, \(tag)")
      default: found.append(name)
      }
    }
  }
  return found
}

func samples(of signal: borrowing Signal, in patch: RecordBuffer<Patch>) -> Int {
  patch.record.buffers?[Int(signal.buffer)].data?.count ?? 0
}

func louder() throws -> RecordBuffer<Patch> {
  let module = Module.Draft(code: 0, inputs: [0], outputs: [1], options: .gainOptions(.init()))
  let signals: [Signal.Draft] = [
    .init(
      shape: [2, -1], kind: .float32, name: "in", calibration: .init(content: .ramps(.init(points: [0, 1])))),
    .init(shape: [2, -1], kind: .float32, name: "out"),
  ]
  return try RecordBuffer(
    .init(
      version: 3, codes: [.init(operator: .gain)],
      graphs: [.init(signals: signals, inputs: [0], outputs: [1], modules: [module])]))
}
