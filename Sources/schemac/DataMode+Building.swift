internal import FlatBuffersSchema

extension DataMode {
  func build(_ bytes: [UInt8], of file: String, _ schema: Schema, _ root: Int) -> Bool {
    printError("error: not yet\n")
    return false
  }
}
