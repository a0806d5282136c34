package import FlatBuffersReflection

/// A schema file as it is written: names are not looked up yet, values not judged.
package struct SchemaSyntax: Sendable, Equatable {
  /// The path of the file.
  package var path: String
  /// The files named by `include`, in order.
  package var includes: [NameSyntax] = []
  package var declarations: [DeclarationSyntax] = []
  /// Where JSON data begins, if there is any after the declarations.
  package var dataLocation: SourceLocation?
}

/// A name or other word and where it stands.
package struct NameSyntax: Sendable, Equatable {
  package var text: String
  package var location: SourceLocation

  package init(_ text: String, at location: SourceLocation) {
    self.text = text
    self.location = location
  }
}

/// A declaration of a schema file, other than `include` and `namespace`.
package enum DeclarationSyntax: Sendable, Equatable {
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
package struct HeaderSyntax: Sendable, Equatable {
  package var name: NameSyntax
  /// The namespace in force where the declaration stands.
  package var namespace: [String]
  package var attributes: [AttributeSyntax]
  /// The `///` lines before the declaration.
  package var documentation: [String]
}

/// `(name: value)`, one of a list.
package struct AttributeSyntax: Sendable, Equatable {
  package enum Value: Sendable, Equatable {
    case none
    case integer(String)
    case string(String)
  }

  package var name: NameSyntax
  package var value: Value
}

/// A `table` or a `struct`.
package struct ObjectSyntax: Sendable, Equatable {
  package var header: HeaderSyntax
  package var isStruct: Bool
  package var fields: [FieldSyntax]
}

package struct FieldSyntax: Sendable, Equatable {
  package var name: NameSyntax
  package var type: TypeSyntax
  package var defaultValue: ValueSyntax?
  package var attributes: [AttributeSyntax]
  package var documentation: [String]
}

/// `name`, `[name]` or `[name:count]`.
package struct TypeSyntax: Sendable, Equatable {
  package enum Shape: Sendable, Equatable {
    case single
    case vector
    case array(count: NameSyntax)
  }

  /// The element's type, dotted when qualified.
  package var name: NameSyntax
  package var shape: Shape
}

/// The default value of a field.
package struct ValueSyntax: Sendable, Equatable {
  package indirect enum Kind: Sendable, Equatable {
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

  package var kind: Kind
  package var location: SourceLocation
}

package struct EnumSyntax: Sendable, Equatable {
  package var header: HeaderSyntax
  package var underlyingType: NameSyntax
  package var members: [EnumMemberSyntax]
}

package struct EnumMemberSyntax: Sendable, Equatable {
  package var name: NameSyntax
  /// The text of the explicit value, if there is one.
  package var value: NameSyntax?
  package var attributes: [AttributeSyntax]
  package var documentation: [String]
}

package struct UnionSyntax: Sendable, Equatable {
  package var header: HeaderSyntax
  package var underlyingType: NameSyntax?
  package var members: [UnionMemberSyntax]
}

package struct UnionMemberSyntax: Sendable, Equatable {
  /// The member's own name, when it is not simply the type's.
  package var alias: NameSyntax?
  package var type: NameSyntax
  package var value: NameSyntax?
  package var attributes: [AttributeSyntax]
  package var documentation: [String]
}

/// An `rpc_service`.
package struct ServiceSyntax: Sendable, Equatable {
  package var header: HeaderSyntax
  package var methods: [MethodSyntax]
}

package struct MethodSyntax: Sendable, Equatable {
  package var name: NameSyntax
  package var request: NameSyntax
  package var response: NameSyntax
  package var attributes: [AttributeSyntax]
  package var documentation: [String]
}
