internal import FlatBuffersReflection

/// The schemas every compiler of this package knows, so that they can be included from anywhere.
package enum BuiltInSchemas {
  /// The text of a built-in schema; `nil` if there is none of that name.
  package static func text(of name: String) -> String? {
    name == "flatwire.fbs" ? flatwire : nil
  }

  /// Their tables without fields. Each is one type whichever file it is taken from, so that others may have it, too, as
  /// the `wamp.fbs` of WAMP's catalog has a `Void`.
  static let emptyTables: Set<QualifiedName> = [QualifiedName(namespace: [], name: "Void")]

  /// The same text as the file `Schemas/flatwire.fbs`, which is there for other compilers.
  static let flatwire = """
    // The attributes that turn tables and services of a schema into stored tables, procedures and topics.
    // For stock FlatBuffers compilers: put a copy next to the schemas that include it.

    /// On a table: stored under this name. Its (key) field is the primary key, unless "primary" says more.
    attribute "table";

    /// On a stored table: the fields of its primary key, "team, created desc" say; "pos.x" is a field of a struct.
    attribute "primary";

    /// On a field of a stored table: the name of a secondary index; of a vector each element has an entry.
    /// On the table: indexes of several fields, "byTeam(team, name desc); unique byMail(mail)" say.
    attribute "index";

    /// On a field of a stored table: the name of a secondary index without duplicates.
    attribute "unique";

    /// On a field or a value of an enum: the name it had before, or several with commas between.
    attribute "was";

    /// On a service: "interface". On a method: "procedure" or "topic".
    attribute "type";

    /// On a service: the URI that the names of its methods are appended to. On a method: its whole URI. On a table: that of
    /// the error that it is the payload of.
    attribute "wampuri";

    /// On a procedure: the tables of the errors that it fails with, "NotFound, demo.Locked" say. On a service: those of all
    /// its procedures, too.
    attribute "errors";

    /// On a procedure: parts of its result come before the last one, each a record of the response's table, or of the table
    /// that is named.
    attribute "progressive";

    /// On a field of a request, response or event: a keyword argument of its name, where plain arguments are said. All
    /// fields behind it are, too; those before it are positional arguments.
    attribute "kwarg";

    /// On an integer: a WAMP ID, 1 to 2^53. Rules for values hold where peers send them: in requests, in events with plain
    /// arguments, and in rows for an exposed table. Of a vector each element is judged.
    attribute "wampid";

    /// On a ulong or a long: nanoseconds since the Unix epoch.
    attribute "timestamp";

    /// On a string, [ubyte] or a struct of 128 bits: a UUID. On a service: the one that names it.
    attribute "uuid";

    /// On a string: a component of a URI; of lower case letters, digits and underscores only.
    attribute "wampname";
    attribute "wampname_s";

    /// On a string, as "wampuri" is without a value, a URI; a pattern, of which components may be empty; a prefix, of
    /// which the last one may be; of lower case letters, digits and underscores only.
    attribute "wampuri_s";
    attribute "wampuri_p";
    attribute "wampuri_sp";
    attribute "wampuri_pp";
    attribute "wampuri_spp";

    /// On a field: requests don't give it a value; in a row for an exposed table it is as it is stored.
    attribute "readonly";

    /// A record without fields: the response of topics and of procedures that return nothing.
    table Void {}

    """
}
