extension StoreError {
  /// A replica's table that its source does not have.
  package init(noTable table: String, at source: String) {
    self.init(.unknownTable, "\(source) serves no table \(table)", table: table)
  }
}
