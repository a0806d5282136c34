import FlatBuffersRuntime
import FlatBuffersLanguage
import FlatBuffersReflection

/// Any bytes as JSON of a schema with a field of every kind: a record is built or refused, and what is built is
/// accepted by the verifier and printed.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  guard let root = everything.rootTable else { fatalError("the schema has no root") }
  let file = SourceFile(path: "fuzz.json", bytes: bytes)
  guard let record = try? JSONReader.build(file, as: root, of: everything) else { return 0 }
  do {
    _ = try JSONPrinter.print(DynamicTable(verifying: record, as: root, of: everything))
  } catch is JSONPrintingError {
    // A string need not be UTF-8.
  } catch {
    fatalError("a record built from JSON is refused: \(error)")
  }
  return 0
}

private let everything: Schema = {
  let text = """
    enum Color: byte { red, green = 5 } enum Flags: ubyte (bit_flags) { a, b }
    struct Point { x: float; y: [short:3]; color: Color; } struct Cell { id: ushort (key); }
    table Part { name: string (key); size: ulong = 5; } union Thing { Part, Point, Text: string }
    table T {
      a: bool; b: byte = 3; c: ulong; d: float; e: double = nan; f: int = null; color: Color = green; flags: Flags;
      point: Point; part: Part; name: string; text: string = "t"; thing: Thing; things: [Thing]; parts: [Part];
      points: [Point]; cells: [Cell]; names: [string]; colors: [Color]; bytes: [ubyte]; numbers: [long] = [];
      inner: [ubyte] (nested_flatbuffer: "Part"); flexible: [ubyte] (flexbuffer); hash: uint (hash: "fnv1a_32");
      wide: [ubyte] (vector64); far: string (offset64); shared: string (shared);
    }
    root_type T;
    """
  let files = SchemaFiles(["fuzz.fbs": text])
  guard let schema = SchemaCompiler.compile("fuzz.fbs", files: files).schema else { fatalError("the schema") }
  return schema
}()
