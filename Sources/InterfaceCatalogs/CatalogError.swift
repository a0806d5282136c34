/// What is wrong with a catalog, and where in it.
package struct CatalogError: Error, Equatable, CustomStringConvertible {
  package let message: String

  package init(_ message: String) { self.message = message }

  package var description: String { message }
}
