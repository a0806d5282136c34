extension Realm {
  /// The procedures and patterns that are registered, by sessions and by the router's own process; not the meta API.
  ///
  /// Looks through all of them.
  package var registeredProcedures: [URIPattern] {
    dealer.table.procedures.all.compactMap { pattern, route in
      if case .realm = route { nil } else { pattern }
    }
  }

  /// Grows when ``registeredProcedures`` change.
  package var procedureChanges: Int { dealer.table.procedures.changes }
}
