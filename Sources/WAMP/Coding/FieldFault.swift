/// What is wrong with a field of a message.
struct FieldFault: Error {
  enum Kind {
    /// The message is not one: the session cannot go on.
    case structure
    /// An option cannot be accepted.
    case option
    /// The payload cannot be accepted.
    case payload
  }

  var kind: Kind
  var message: String

  init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }

  init(_ kind: Kind, _ fault: ItemFault) {
    self.init(kind, fault.message)
  }

  /// A fault in the payload, unless the message cannot be read for it.
  init(inPayload fault: ItemFault) {
    self.init(fault.isRefusal ? .payload : .structure, fault)
  }
}

/// Why bytes are not the item that was expected, and where.
struct ItemFault: Error, Equatable {
  /// The position of the item at fault within the bytes that were read.
  var offset: Int
  var reason: String
  /// Whether the item is whole, but more than is accepted.
  var isRefusal = false

  var message: String { "at byte \(offset): \(reason)" }
}

extension ItemReader {
  /// Why an item that is whole is not accepted.
  func refusal(_ reason: String, at position: Int? = nil) -> ItemFault {
    ItemFault(offset: position ?? offset, reason: reason, isRefusal: true)
  }
}
