internal import FlatBuffersReflection

extension Parser {
  /// An `rpc_service`, after its keyword.
  mutating func parseService(_ keyword: Token) throws(Abandoned) -> ServiceSyntax {
    let header = try parseHeader(keyword)
    var methods: [MethodSyntax] = []
    try parseBody(of: keyword, separator: ";") { parser throws(Abandoned) in
      methods.append(try parser.parseMethod())
    }
    if methods.isEmpty, !log.hasErrors {
      report("found a service without methods, expected at least one", at: header.name.location)
    }
    return ServiceSyntax(header: header, methods: methods)
  }

  private mutating func parseMethod() throws(Abandoned) -> MethodSyntax {
    let documentation = current.documentation
    let name = try takeIdentifier("the name of a method or '}'")
    try take("(")
    let request = try takeDottedName("the table of the request")
    try take(")")
    try take(":")
    let response = try takeDottedName("the table of the response")
    let attributes = try parseAttributes()
    try take(";")
    return MethodSyntax(
      name: name, request: request, response: response, attributes: attributes,
      documentation: documentation)
  }
}
