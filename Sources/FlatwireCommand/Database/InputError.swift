/// What a command was given to read is wrong: a file or a line, not the command itself.
struct InputError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
