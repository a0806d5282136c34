// What two versions of a schema say of services.
extension SchemaComparison {
  mutating func compareServices() {
    let services = Self.indexes(of: new.services.map(\.header.name))
    let (oldServices, newServices) = (ServiceModel(old), ServiceModel(new))
    for service in old.services {
      guard let other = services[service.header.name].map({ new.services[$0] }) else {
        report(
          .breaking, .service, "\(service.header.name)", "the service is gone: old programs still call it",
          at: nil)
        continue
      }
      let methods = Dictionary(other.methods.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
      for method in service.methods {
        let subject = "\(service.header.name).\(method.name)"
        guard let now = methods[method.name] else {
          report(
            .breaking, .service, subject, "the method is gone: old programs still call it",
            at: other.header.location)
          continue
        }
        compareMessages(method.request, now.request, "request", subject, at: now.location)
        compareMessages(method.response, now.response, "response", subject, at: now.location)
        let before = oldServices.interface(named: service.header.name)?.method(named: method.name)
        let after = newServices.interface(named: service.header.name)?.method(named: method.name)
        if let before, let after { compareAnswers(before, after, subject, at: now.location) }
        if before?.uri != after?.uri || before?.kind != after?.kind {
          report(
            .breaking, .service, subject,
            "its WAMP address or kind changed: peers of the two versions don't meet",
            at: now.location)
        }
      }
    }
  }

  /// Compares what else than the response answers a procedure.
  private mutating func compareAnswers(
    _ was: InterfaceMethod, _ now: InterfaceMethod, _ subject: String, at location: SourceLocation
  ) {
    if let before = was.part {
      if let after = now.part {
        compareMessages(before, after, "part of the result", subject, at: location)
      } else {
        report(
          .care, .service, subject,
          "no longer answers in parts: callers of the old version get the last result alone", at: location)
      }
    }
    for error in was.errors {
      guard let same = now.errors.first(where: { $0.uri == error.uri }) else {
        report(
          .care, .service, subject,
          "no longer fails with '\(error.uri)': callers that handle it meet other errors in its place",
          at: location)
        continue
      }
      compareMessages(error.table, same.table, "error '\(error.uri)'", subject, at: location)
    }
  }

  private mutating func compareMessages(
    _ was: Int, _ now: Int, _ what: String, _ subject: String, at location: SourceLocation
  ) {
    let (before, after) = (old.objects[was].name, new.objects[now].name)
    // Both types live on, so this is no renaming; even if they look alike they mean different things.
    let isOther = before != after && newObjects[before] != nil
    if isOther {
      report(
        .breaking, .service, subject, "the \(what) was a '\(before)' and is a '\(after)'", at: location)
    } else {
      compareObjects(was, now)
    }
  }
}
