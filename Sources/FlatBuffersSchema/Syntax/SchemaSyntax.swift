/// A schema file as it is written: names are not looked up yet, values not judged.
public struct SchemaSyntax: Sendable, Equatable {
  /// The path of the file.
  public var path: String
  /// The files named by `include`, in order.
  public var includes: [NameSyntax] = []
  public var declarations: [DeclarationSyntax] = []
  /// Where JSON data begins, if there is any after the declarations.
  public var dataLocation: SourceLocation?
}

/// A name or other word and where it stands.
public struct NameSyntax: Sendable, Equatable {
  public var text: String
  public var location: SourceLocation

  public init(_ text: String, at location: SourceLocation) {
    self.text = text
    self.location = location
  }
}

/// A declaration of a schema file, other than `include` and `namespace`.
public enum DeclarationSyntax: Sendable, Equatable {
  case attribute(NameSyntax)
  case rootType(NameSyntax, namespace: [String])
  case fileIdentifier(NameSyntax)
  case fileExtension(NameSyntax)
  case enumeration(EnumSyntax)
  case union(UnionSyntax)
  case object(ObjectSyntax)
  case service(ServiceSyntax)
}

/// What every named declaration has.
public struct HeaderSyntax: Sendable, Equatable {
  public var name: NameSyntax
  /// The namespace in force where the declaration stands.
  public var namespace: [String]
  public var attributes: [AttributeSyntax]
  /// The `///` lines before the declaration.
  public var documentation: [String]
}

/// `(name: value)`, one of a list.
public struct AttributeSyntax: Sendable, Equatable {
  public enum Value: Sendable, Equatable {
    case none
    case integer(String)
    case string(String)
  }

  public var name: NameSyntax
  public var value: Value
}

/// A `table` or a `struct`.
public struct ObjectSyntax: Sendable, Equatable {
  public var header: HeaderSyntax
  public var isStruct: Bool
  public var fields: [FieldSyntax]
}

public struct FieldSyntax: Sendable, Equatable {
  public var name: NameSyntax
  public var type: TypeSyntax
  public var defaultValue: ValueSyntax?
  public var attributes: [AttributeSyntax]
  public var documentation: [String]
}

/// `name`, `[name]` or `[name:count]`.
public struct TypeSyntax: Sendable, Equatable {
  public enum Shape: Sendable, Equatable {
    case single
    case vector
    case array(count: NameSyntax)
  }

  /// The element's type, dotted when qualified.
  public var name: NameSyntax
  public var shape: Shape
}

/// The default value of a field.
public struct ValueSyntax: Sendable, Equatable {
  public indirect enum Kind: Sendable, Equatable {
    case integer(String)
    case float(String)
    case string(String)
    /// A word such as `true`, `null`, `-inf` or the name of an enum's member.
    case word(String)
    /// A function of one number, such as `cos(rad(180))`.
    case call(String, ValueSyntax)
    /// `[]`.
    case emptyVector
  }

  public var kind: Kind
  public var location: SourceLocation
}

public struct EnumSyntax: Sendable, Equatable {
  public var header: HeaderSyntax
  public var underlyingType: NameSyntax
  public var members: [EnumMemberSyntax]
}

public struct EnumMemberSyntax: Sendable, Equatable {
  public var name: NameSyntax
  /// The text of the explicit value, if there is one.
  public var value: NameSyntax?
  public var attributes: [AttributeSyntax]
  public var documentation: [String]
}

public struct UnionSyntax: Sendable, Equatable {
  public var header: HeaderSyntax
  public var underlyingType: NameSyntax?
  public var members: [UnionMemberSyntax]
}

public struct UnionMemberSyntax: Sendable, Equatable {
  /// The member's own name, when it is not simply the type's.
  public var alias: NameSyntax?
  public var type: NameSyntax
  public var value: NameSyntax?
  public var attributes: [AttributeSyntax]
  public var documentation: [String]
}

/// An `rpc_service`.
public struct ServiceSyntax: Sendable, Equatable {
  public var header: HeaderSyntax
  public var methods: [MethodSyntax]
}

public struct MethodSyntax: Sendable, Equatable {
  public var name: NameSyntax
  public var request: NameSyntax
  public var response: NameSyntax
  public var attributes: [AttributeSyntax]
  public var documentation: [String]
}
