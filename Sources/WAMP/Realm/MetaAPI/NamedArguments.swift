/// The arguments of a procedure of the router itself, by their names.
protocol NamedArguments {
  var arguments: [String: Value] { get }
}

/// The most bytes that the arguments of such a call take: they are made values on an event loop.
private let maximumSize = 32 * 1024

extension NamedArguments {
  /// The arguments of a call. Each may be given by its position or by its name.
  ///
  /// - Throws: ``WAMPError/Code/invalidArgument`` for arguments that the procedure does not have,
  ///   ``WAMPError/Code/invalidPayload`` for damaged ones.
  static func named(
    _ payload: Payload, _ names: [String], of uri: String
  ) throws(WAMPError) -> [String: Value] {
    guard payload.byteCount <= maximumSize else {
      let size = payload.byteCount
      throw WAMPError(.invalidArgument, "the arguments take \(size) bytes, more than \(maximumSize)")
    }
    let (list, keywords) = try payload.arguments()
    guard list.count <= names.count else {
      throw WAMPError(.invalidArgument, "\(list.count) arguments for \(uri), which takes \(names.count)")
    }
    var arguments = Dictionary(uniqueKeysWithValues: zip(names, list))
    for (name, value) in keywords.sorted(by: { $0.key < $1.key }) {
      guard names.contains(name) else {
        throw WAMPError(.invalidArgument, "\(uri) has no argument \(name.quoted)")
      }
      guard arguments.updateValue(value, forKey: name) == nil else {
        throw WAMPError(.invalidArgument, "\(name) is given twice")
      }
    }
    return arguments
  }

  /// An identifier, which has to be given.
  func id<ID: WAMPIdentifier>(_ name: String, as type: ID.Type = ID.self) throws(WAMPError) -> ID {
    guard let number = try value(name, "an integer of 0 or more", \.unsignedValue) else {
      throw missing(name)
    }
    return ID(number)
  }

  /// A text that has to be given.
  func requiredText(_ name: String) throws(WAMPError) -> String {
    guard let text = try text(name) else { throw missing(name) }
    return text
  }

  /// A URI, if one is given.
  ///
  /// - Throws: ``WAMPError/Code/invalidURI`` for a text that is none.
  func uri(_ name: String) throws(WAMPError) -> String? {
    guard let uri = try text(name) else { return nil }
    if let fault = URI.fault(in: uri) {
      throw WAMPError(.invalidURI, "the \(name) \(uri.quoted) is not a URI: \(fault)")
    }
    return uri
  }

  // `nil` where nothing is given, or null.

  func text(_ name: String) throws(WAMPError) -> String? { try value(name, "a string", \.stringValue) }

  func list(_ name: String) throws(WAMPError) -> [Value]? { try value(name, "a list", \.listValue) }

  func flag(_ name: String) throws(WAMPError) -> Bool? { try value(name, "a boolean", \.boolValue) }

  func map(_ name: String) throws(WAMPError) -> [String: Value]? { try value(name, "a map", \.mapValue) }

  func texts(_ name: String) throws(WAMPError) -> [String]? {
    try value(name, "a list of strings") { value in
      guard let list = value.listValue else { return nil }
      let texts = list.compactMap(\.stringValue)
      return texts.count == list.count ? texts : nil
    }
  }

  private func value<Read>(
    _ name: String, _ kind: String, _ read: (Value) -> Read?
  ) throws(WAMPError) -> Read? {
    guard let value = arguments[name], !value.isNull else { return nil }
    guard let read = read(value) else {
      throw WAMPError(.invalidArgument, "\(name) must be \(kind), not \(value.kind)")
    }
    return read
  }

  private func missing(_ name: String) -> WAMPError { WAMPError(.invalidArgument, "\(name) is missing") }
}
