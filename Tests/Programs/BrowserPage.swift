public import Foundation

/// A page with a script, in headless Chromium: what users of the JavaScript module have.
public struct BrowserPage: Sendable {
  private let folder: URL

  /// Runs a body with the folder that the page is served from; it has the modules of schemas beside it.
  ///
  /// - Parameter schemas: files that `schemac` writes modules of.
  public static func with<R>(schemas: [URL], _ body: (BrowserPage) async throws -> R) async throws -> R {
    try await withShortFolder { folder in
      if !schemas.isEmpty {
        _ = try await Program(
          built: "schemac", ["--js", "-o", folder.path] + schemas.map(\.path)
        ).output()
      }
      return try await body(BrowserPage(folder: folder))
    }
  }

  /// Puts a file beside the page.
  public func write(_ data: Data, to name: String) throws {
    try data.write(to: folder.appending(path: name))
  }

  /// Opens the page.
  ///
  /// - Parameters:
  ///   - imports: what the script imports, a line each.
  ///   - script: the body of an asynchronous function.
  /// - Returns: what the function returns, as JSON has it; a ``Program/Failure`` has what it throws.
  public func run(imports: String = "", _ script: String) async throws -> Any {
    let page = """
      <!doctype html>
      <meta charset="utf-8">
      <script type="module" src="page.js"></script>
      """
    let module = """
      \(imports)
      async function run() {
      \(script)
      }
      const said = (value) => JSON.stringify(value, (_, value) => typeof value === "bigint" ? `${value}` : value);
      const report = (body) => fetch("/report", { method: "POST", body });
      addEventListener("error", (event) => report(said({ failure: `${event.message}` })));
      run().then((result) => report(said({ result: result ?? null })),
        (error) => report(said({ failure: `${error?.stack ?? error}` })));
      """
    try write(Data(page.utf8), to: "page.html")
    // By itself, so that a module that can't be loaded is reported, too.
    try write(Data(module.utf8), to: "script.js")
    try write(
      Data(
        """
        import("./script.js").catch((error) =>
          fetch("/report", { method: "POST", body: JSON.stringify({ failure: `${error.stack}` }) }));
        """.utf8), to: "page.js")
    let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "browser-page.py")
    let text = try await Program(named: "python3", [script.path, folder.path]).output()
    let report = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    guard let result = report?["result"] else {
      throw Program.Failure(description: "the page failed: \(report?["failure"] ?? text)")
    }
    return result
  }
}
