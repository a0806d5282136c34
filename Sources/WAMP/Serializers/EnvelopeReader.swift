internal import FlatBuffersRuntime
internal import SharedBytes

/// Takes the common parts of a message out of its verified table.
struct EnvelopeReader {
  let bytes: SharedBytes
  let code: MessageCode

  init(_ bytes: SharedBytes, _ code: MessageCode) {
    self.bytes = bytes
    self.code = code
  }

  func string(_ view: borrowing StringView?) -> String? {
    switch copy view {
    case .none: nil
    case .some(let view): view.description
    }
  }

  func id<ID: WAMPIdentifier>(_ number: UInt64) throws(WAMPError) -> ID {
    let id = ID(number)
    guard id.isValid else {
      throw WAMPError(.protocolViolation, "\(code): \(number) is not an identifier from 1 to 2^53")
    }
    return id
  }

  func choice<Wire: FlatEnum, Choice: RawRepresentable<String>>(
    _ wire: Wire, as type: Choice.Type
  ) throws(WAMPError) -> Choice {
    guard let choice = wire.wampName.flatMap(Choice.init(rawValue:)) else {
      throw WAMPError(.protocolViolation, "\(code): \(Choice.self) \(wire.rawValue) is not known")
    }
    return choice
  }

  /// The CBOR map of what the schema has no field for.
  func options(_ details: borrowing FlatVector<UInt8>?) throws(WAMPError) -> OptionsReader {
    guard let details = copy details, !details.isEmpty else { return OptionsReader([:], of: code) }
    var reader = CBORReader(bytes.slice(viewing: details.bytes))
    do throws(CBORFault) {
      let map = try reader.readMap("details")
      guard reader.isAtEnd else { throw reader.fault("\(reader.remaining) bytes after details") }
      return OptionsReader(map, of: code)
    } catch {
      throw WAMPError(.protocolViolation, "\(code): \(error.message)")
    }
  }

  /// Roles as tables of booleans.
  func roles(_ table: borrowing TableView, _ layout: [(Role, [String])]) -> Roles {
    var roles = Roles()
    for (field, (role, names)) in layout.enumerated() {
      guard let features = table.table(EnvelopeWriter.slot(field), as: WireMap.self) else { continue }
      var set: Set<Feature> = []
      for (index, name) in names.enumerated()
      where features.table.value(EnvelopeWriter.slot(index), default: false) {
        set.insert(Feature(rawValue: name))
      }
      roles.features[role] = set
    }
    return roles
  }

  /// `args`, `kwargs`, `payload` and `ppt_*`, which follow each other from `field` on. All share the
  /// message's bytes.
  func payload(
    _ table: borrowing TableView, from field: Int, _ details: inout OptionsReader
  ) throws(WAMPError) -> Payload {
    if let opaque = table.vector(EnvelopeWriter.slot(field + 2), of: UInt8.self) {
      let scheme = table.value(EnvelopeWriter.slot(field + 3), default: WirePPTScheme.none)
      let serializer = table.value(EnvelopeWriter.slot(field + 4), default: WirePPTSerializer.transport)
      let cipher = table.value(EnvelopeWriter.slot(field + 5), default: WirePPTCipher.null)
      return .passthru(
        PassthruPayload(
          bytes.slice(viewing: opaque.bytes),
          scheme: try details.string("ppt_scheme") ?? (scheme == .none ? nil : scheme.wampName),
          serializer: try details.string("ppt_serializer")
            ?? (serializer == .transport ? nil : serializer.wampName),
          cipher: try details.string("ppt_cipher") ?? (cipher == .null ? nil : cipher.wampName),
          keyID: string(table.string(EnvelopeWriter.slot(field + 6)))))
    }
    let list = try cbor(table, field, .array, "args")
    let map = try cbor(table, field + 1, .map, "kwargs")
    do throws(CBORFault) {
      guard !map.isEmpty else { return try Payload(encoded: list, listLength: list.count) }
      let joined = SharedBytes(Array(list) + Array(map))
      return try Payload(encoded: joined, listLength: list.count)
    } catch {
      throw WAMPError(.protocolViolation, "\(code): \(error.message)")
    }
  }

  /// A vector of bytes that must hold one CBOR item of a kind; empty if it is absent.
  private func cbor(
    _ table: borrowing TableView, _ field: Int, _ major: CBORMajor, _ name: String
  ) throws(WAMPError) -> SharedBytes {
    guard let vector = table.vector(EnvelopeWriter.slot(field), of: UInt8.self), !vector.isEmpty else {
      return SharedBytes()
    }
    let item = bytes.slice(viewing: vector.bytes)
    var reader = CBORReader(item)
    do throws(CBORFault) {
      let found = reader.nextMajor
      try reader.skipItem()
      guard reader.isAtEnd else { throw reader.fault("\(reader.remaining) bytes after \(name)") }
      guard found == major || found == .tag else { throw reader.fault("\(name) is of another kind", at: 0) }
    } catch {
      throw WAMPError(.protocolViolation, "\(code): \(error.message)")
    }
    return item
  }
}
