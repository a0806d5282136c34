/// Why there is no console.
struct ConsoleError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
