internal import ArgumentParser

/// The options of the modes that read or write data.
struct DataOptions: ParsableArguments {
  @Flag(
    name: [.long, .customShort("t")],
    help: "Print the records in DATA as JSON; the first file is the schema.")
  var json = false

  @Flag(
    name: [.long, .customShort("b")],
    help: "Write the JSON in DATA as records; the first file is the schema.")
  var binary = false

  @Flag(
    help: """
      Check the records in DATA; the files are the schema, the root type and the data. The root type may be left out \
      if it is given as an option, or if it is the schema's and there is only one file with data. File identifiers \
      are not compared.
      """)
  var verify = false

  @Option(
    name: .customLong("root-type"),
    help: ArgumentHelp(
      "The table DATA holds, and the root type of what is written; the schema's own if not given.",
      valueName: "type"))
  var rootType: String?

  @Flag(name: .customLong("size-prefixed"), help: "Four bytes with a record's size come before it.")
  var sizePrefixed = false

  @Flag(name: .customLong("defaults-json"), help: "Print absent fields with their defaults.")
  var defaultsJSON = false

  @Flag(name: .customLong("raw-binary"), help: "Accept records without the schema's file identifier.")
  var rawBinary = false

  @Flag(
    name: .customLong("strict-json"),
    help:
      "Put names in quotes when printing JSON; refuse names without them, and trailing commas, in JSON to read."
  )
  var strictJSON = false

  @Flag(
    name: .customLong("quoted-nan"),
    help:
      "Print NaN and infinities as strings: JSON has no such numbers, and FlatBuffers compilers read both.")
  var quotedNaN = false

  @Flag(
    name: .customLong("natural-utf8"), help: "Print characters outside of ASCII as they are, not as \\uXXXX.")
  var naturalUTF8 = false

  @Flag(
    name: .customLong("allow-non-utf8"),
    help: "Print bytes of strings that are not UTF-8 as \\xHH; no other JSON reader knows that.")
  var allowNonUTF8 = false

  @Flag(name: .customLong("force-defaults"), help: "Write fields that have their defaults, too.")
  var forceDefaults = false

  @Flag(name: .customLong("unknown-json"), help: "Skip fields of JSON objects that the schema does not have.")
  var unknownJSON = false

  /// How many modes were asked for.
  var modeCount: Int { [json, binary, verify].filter { $0 }.count }
}
