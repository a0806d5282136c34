import FlatBuffersRuntime
import Testing

/// A column in the words of pyarrow, as `Python/columns.py` writes them down.
struct ColumnDescription: Codable, Equatable {
  var name: String
  var nullable: Bool
  var kind: String
  /// The type of the numbers of a column whose values are kept apart.
  var codes: String?
  var ordered: Bool
  var children: [ColumnDescription]
  var notes: [String: String]

  init(_ column: Column.Draft) throws {
    name = try #require(column.name)
    nullable = column.nullable
    kind = try #require(column.kind).name
    codes = column.codes.map { $0.number?.name ?? "int32" }
    ordered = column.codes?.ordered ?? false
    children = try (column.children ?? []).map(ColumnDescription.init)
    notes = column.notes.words
  }
}

extension Optional<[Note.Draft]> {
  var words: [String: String] {
    Dictionary(uniqueKeysWithValues: (self ?? []).map { ($0.key ?? "", $0.value ?? "") })
  }
}

extension Kind.Draft {
  fileprivate var name: String {
    switch self {
    case .nothing: "null"
    case .whole(let whole): whole.name
    case .real(let real): real.size == .half ? "halffloat" : real.size == .single ? "float" : "double"
    case .bytes: "binary"
    case .words: "string"
    case .truth: "bool"
    case .fixed(let fixed): "decimal\(fixed.bits)(\(fixed.digits), \(fixed.scale))"
    case .day(let day): day.unit == .day ? "date32[day]" : "date64[ms]"
    case .clock(let clock): "time\(clock.bits)[\(clock.unit.name)]"
    case .moment(let moment): "timestamp[\(moment.unit.name)\(moment.zone.map { ", tz=" + $0 } ?? "")]"
    case .span(let span): span.unit == .monthsDaysAndTime ? "month_day_nano_interval" : "\(span.unit)"
    case .series: "list"
    case .row: "struct"
    case .choice(let choice): choice.layout == .dense ? "dense_union" : "sparse_union"
    case .fixedBytes(let bytes): "fixed_size_binary[\(bytes.width)]"
    case .fixedSeries: "fixed_size_list"
    case .pairs: "map"
    case .lapse(let lapse): "duration[\(lapse.unit.name)]"
    case .longBytes: "large_binary"
    case .longWords: "large_string"
    case .longSeries: "large_list"
    case .runs: "run_end_encoded"
    case .viewedBytes: "binary_view"
    case .viewedWords: "string_view"
    case .viewedSeries: "list_view"
    case .longViewedSeries: "large_list_view"
    case .unknown(let member): "unknown member \(member.tag)"
    }
  }
}

extension Whole.Draft {
  fileprivate var name: String { (signed ? "int" : "uint") + "\(bits)" }
}

extension Tick {
  fileprivate var name: String {
    switch known {
    case .second: "s"
    case .millisecond: "ms"
    case .microsecond: "us"
    case .nanosecond: "ns"
    case nil: "\(rawValue)"
    }
  }
}
