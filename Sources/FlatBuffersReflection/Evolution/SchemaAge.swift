/// Which of two versions of a schema has more.
package enum SchemaAge: Sendable {
  /// It lacks something that the other one has, and has nothing that the other one lacks.
  case older
  case newer
  /// Both have something of their own, or neither has.
  case neither
}

extension Schema {
  /// Whether this version is older or newer than another one, by what was added: schemas say nothing of time.
  package func age(besides other: Schema) -> SchemaAge {
    switch (hasAll(of: other), other.hasAll(of: self)) {
    case (true, false): .newer
    case (false, true): .older
    case (true, true), (false, false): .neither
    }
  }

  /// Whether each definition and each member of another version is there, under whatever name a table's field has.
  private func hasAll(of other: Schema) -> Bool {
    let objects = SchemaComparison.indexes(of: objects.map(\.name))
    let enums = SchemaComparison.indexes(of: enums.map(\.name))
    let services = SchemaComparison.indexes(of: services.map(\.header.name))
    return other.objects.allSatisfy { theirs in
      objects[theirs.name].map { self.objects[$0].fields.count >= theirs.fields.count } ?? false
    }
      && other.enums.allSatisfy { theirs in
        guard let own = enums[theirs.name] else { return false }
        return Set(self.enums[own].members.map(\.value)).isSuperset(of: theirs.members.map(\.value))
      }
      && other.services.allSatisfy { theirs in
        guard let own = services[theirs.header.name] else { return false }
        return Set(self.services[own].methods.map(\.name)).isSuperset(of: theirs.methods.map(\.name))
      }
  }
}
