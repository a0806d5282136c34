internal import FlatBuffersRuntime
internal import SharedBytes

/// Builds one message: its payload first, which stays outside and ends the buffer, then what refers to it.
struct EnvelopeBuilder: ~Copyable {
  private var builder: Builder
  private let code: MessageCode
  private let slots: PayloadSlots?
  private let details: Int?
  private var attributes: [(slot: Int, value: UInt8)] = []
  private let body: SharedBytes
  private var arguments: BufferOffset?
  private var keywords: BufferOffset?
  private var opaque: BufferOffset?
  private var keyID: BufferOffset?

  init(_ code: MessageCode, _ plan: TablePlan, _ payload: Payload) {
    self.code = code
    slots = plan.payload
    details = plan.details
    switch slots == nil ? .none : payload {
    case .none:
      body = SharedBytes()
      builder = Builder()
    case .arguments(let given):
      let encoded = given.encoded(as: .cbor)
      body = encoded.list
      builder = Builder(externalTail: body.count)
      // Readers decode whatever is there as CBOR, in which no bytes are no list.
      if !body.isEmpty { arguments = builder.externalVector() }
      if encoded.hasKeywords { keywords = builder.vector(encoded.keywords.bytes) }
    case .binaryArgument(let bytes):
      var head = CBORWriter()
      head.endList(head.beginList(), count: 1)
      head.beginBytes(count: bytes.count)
      body = bytes
      builder = Builder(externalTail: bytes.count, prefixCount: head.bytes.count)
      arguments = builder.externalVector(prefix: head.bytes)
    case .passthru(let passthru):
      body = passthru.bytes
      builder = Builder(externalTail: body.count)
      opaque = builder.externalVector()
      if let id = passthru.keyID { keyID = builder.string(id) }
      guard let slots else { return }
      add(passthru.tableScheme, slots.scheme)
      add(passthru.serializer, slots.serializer)
      add(passthru.cipher, slots.cipher)
    }
  }

  /// Notes an attribute that the schema has a name for.
  private mutating func add(_ name: String?, _ attribute: PayloadSlots.Attribute) {
    guard let value = name.flatMap({ attribute.value(of: $0) }) else { return }
    attributes.append((attribute.slot, UInt8(truncatingIfNeeded: value)))
  }

  /// Ends the message's table and wraps it. Fields come by falling alignment, for the least padding.
  consuming func finish(
    _ scalars: [(field: TablePlan.Field, value: UInt64)], _ children: [(slot: Int, child: TableWriter.Child)],
    details content: [UInt8]
  ) throws(WAMPError) -> EncodedMessage {
    let rest = content.isEmpty ? nil : builder.vector(content)
    let offsets = write(children)
    builder.startTable()
    add(scalars, width: 8)
    add(scalars, width: 4)
    for (slot, offset) in offsets { builder.add(offset: offset, slot) }
    if let details { builder.add(offset: rest, details) }
    add(scalars, width: 2)
    addPayload()
    add(scalars, width: 1)
    let message = builder.endTable()
    builder.startTable()
    builder.add(offset: message, EnvelopeSlots.message)
    builder.add(code.rawValue, EnvelopeSlots.type, default: 0)
    let root = builder.endTable()
    let padding = builder.tailPadding
    do throws(BuildError) {
      let head = try builder.finish(root)
      return EncodedMessage(head: Array(head), body: body, tailPadding: padding)
    } catch {
      throw WAMPError(.invalidArgument, "\(code): \(error)")
    }
  }

  /// - Returns: where they were written, in the order of their fields.
  private mutating func write(
    _ children: [(slot: Int, child: TableWriter.Child)]
  ) -> [(slot: Int, offset: BufferOffset)] {
    let order =
      children.count < 2
      ? children
      : children.sorted { ($0.child.isFirst ? 0 : 1, $0.slot) < ($1.child.isFirst ? 0 : 1, $1.slot) }
    var offsets: [(slot: Int, offset: BufferOffset)] = []
    for (slot, child) in order {
      let offset =
        switch child {
        case .roles(let roles, let side): RolesLayout.of(side).write(roles, to: &builder)
        case .methods(let methods): builder.vector(methods)
        case .text(let text): builder.string(text)
        case .texts(let texts): builder.vector(texts)
        case .numbers(let numbers): builder.vector(numbers)
        }
      offsets.append((slot, offset))
    }
    if offsets.count > 1 { offsets.sort { $0.slot < $1.slot } }
    return offsets
  }

  /// Adds the scalars of a width, in the order of their fields.
  private mutating func add(_ scalars: [(field: TablePlan.Field, value: UInt64)], width: Int) {
    var last = 0
    while true {
      var next: (slot: Int, value: UInt64)?
      for (field, value) in scalars where Int(field.width) == width {
        if let slot = field.slot, slot > last, next.map({ slot < $0.slot }) ?? true { next = (slot, value) }
      }
      guard let next else { return }
      last = next.slot
      switch width {
      case 1: builder.add(UInt8(truncatingIfNeeded: next.value), next.slot)
      case 2: builder.add(UInt16(truncatingIfNeeded: next.value), next.slot)
      case 4: builder.add(UInt32(truncatingIfNeeded: next.value), next.slot)
      default: builder.add(next.value, next.slot)
      }
    }
  }

  private mutating func addPayload() {
    guard let slots else { return }
    builder.add(offset: arguments, slots.arguments)
    builder.add(offset: keywords, slots.keywords)
    builder.add(offset: opaque, slots.opaque)
    builder.add(offset: keyID, slots.keyID)
    for (slot, value) in attributes { builder.add(value, slot, default: 0) }
  }
}
