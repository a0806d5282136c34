import SharedBytes
import Testing

@testable import WAMP

/// What peers may say in one format, in text for JSON and in hexadecimal digits for the others.
///
/// The same things stand here for all formats: what one refuses as the others do is a line in each list.
struct Said: Sendable, CustomTestStringConvertible {
  /// Where in a CALL it stands.
  enum Place {
    case list, keywords, options, request
  }

  let serializer: SerializerKind
  let what: String
  let text: String
  var place = Place.list

  init(_ serializer: SerializerKind, _ what: String, _ text: String, _ place: Place = .list) {
    self.serializer = serializer
    self.what = what
    self.text = text
    self.place = place
  }

  var testDescription: String { "\(what) in \(serializer): \(text.prefix(60))" }

  var bytes: SharedBytes {
    serializer.isText ? SharedBytes(Said.octets(text)) : SharedBytes(hex: text)
  }

  /// The bytes of a text in which hexadecimal digits between `<` and `>` stand for bytes that are no text.
  private static func octets(_ text: String) -> [UInt8] {
    var octets: [UInt8] = []
    for part in text.split(separator: "<", omittingEmptySubsequences: false) {
      let halves = part.split(separator: ">", omittingEmptySubsequences: false)
      if halves.count == 2 { octets += Array(SharedBytes(hex: String(halves[0]))) }
      octets += Array(halves[halves.count - 1].utf8)
    }
    return octets
  }

  /// A CALL in which it stands: of the procedure `a.b`, with the request 7.
  func call() -> SharedBytes {
    let parts = Said.parts[serializer] ?? []
    let request = place == .request ? text : parts[1]
    let options = place == .options ? text : parts[2]
    let hasArguments = place == .list || place == .keywords
    var whole =
      place == .keywords ? parts[0].replacing("95", with: "96").replacing("85", with: "86") : parts[0]
    if !hasArguments { whole = whole.replacing("95", with: "94").replacing("85", with: "84") }
    whole += serializer.isText ? "\(request),\(options),\(parts[3])" : "\(request)\(options)\(parts[3])"
    if hasArguments { whole += serializer.isText ? ",\(text)" : text }
    if serializer.isText { whole += "]" }
    return Said(serializer, what, whole).bytes
  }

  /// What begins a CALL, its request, its options and its procedure.
  private static let parts: [SerializerKind: [String]] = [
    .cbor: ["851830", "07", "a0", "63612e62"], .messagePack: ["9530", "07", "80", "a3612e62"],
    .json: ["[48,", "7", "{}", #""a.b""#],
  ]

  /// A list that begins, an item, and a list that ends.
  static let nesting: [SerializerKind: (String, String, String)] = [
    .cbor: ("81", "00", ""), .messagePack: ("91", "00", ""), .json: ("[", "0", "]"),
  ]
}

extension Said {
  static func all(
    _ place: Place, cbor: [(String, String)], messagePack: [(String, String)], json: [(String, String)]
  ) -> [Said] {
    cbor.map { Said(.cbor, $0.0, $0.1, place) } + messagePack.map { Said(.messagePack, $0.0, $0.1, place) }
      + json.map { Said(.json, $0.0, $0.1, place) }
  }

  static let refusedLists = all(
    .list,
    cbor: [
      ("text that is not UTF-8", "8161ff"), ("text in parts that is not UTF-8", "817f61ffff"),
      ("nested text that is not UTF-8", "8182a1616162c328 01"), ("a time that is none", "81c063616263"),
      ("a day that is none", "81c074323032362d30322d32395430303a30303a30305a"),
      ("a number as a time", "81c001"), ("text as an epoch", "81c16161"),
      ("an epoch far off", "81c11bffffffffffffffff"), ("not a number as an epoch", "81c1f97e00"),
      ("a number as a bignum", "81c201"), ("text as a bignum", "81c36161"),
      ("a decimal of one part", "81c48101"), ("a decimal with a text", "81c482016161"),
      ("a decimal beyond reason", "81c4821b7fffffffffffffff01"), ("a shared reference", "81d81d00"),
      ("a pattern", "81d823612a"), ("a date", "81d9 03ec 63616263"), ("a short UUID", "81d8254101"),
      ("a map as a set", "81d90102a0"), ("an unknown tag", "81d9ffff00"),
      ("tags without an end", "81" + String(repeating: "d9d9f7", count: 500) + "00"),
      ("a simple value without meaning", "81e0"), ("another", "81f8ff"), ("a list as a key", "81a18001"),
      ("a number as a key", "81a10102"), ("a number below -2^63", "813b8000000000000000"),
    ],
    messagePack: [
      ("text that is not UTF-8", "91a1ff"), ("nested text that is not UTF-8", "91 92 81 a161 a2c328 01"),
      ("a list as a key", "91819001"), ("a number as a key", "91810102"),
      ("binary data as a key", "9181c4006101"),
      ("an extension as a key", "9181d6ff0000000001"),
      ("an unknown extension", "91d40100"),
      ("an unknown extension of 16 bytes", "91d805" + String(repeating: "00", count: 16)),
      ("an unknown extension of no bytes", "91c70001"), ("a timestamp of two bytes", "91d5ff0000"),
      ("a timestamp with too many nanoseconds", "91d7ffffffffff00000000"),
      ("another", "91c70cff3b9aca00 0000000000000000"),
    ],
    json: [
      ("text that is not UTF-8", #"["<ff>"]"#), ("nested text that is not UTF-8", #"[[{"a":"<c328>"},1]]"#),
      ("a surrogate in UTF-8", #"["<eda080>"]"#),
      ("half a character", #"["\ud83e"]"#), ("the other half", #"["\udd86"]"#),
      ("two first halves", #"["\ud83e\ud83e"]"#),
      ("half a character in a key", #"[{"\ud83e":1}]"#),
      ("binary data that is not in base64", #"["\u0000A"]"#), ("binary data with blanks", #"["\u0000AA A"]"#),
      ("binary data with padding inside", #"["\u0000AA==AAAA"]"#),
      ("not a number", "[NaN]"), ("infinity", "[Infinity]"), ("negative infinity", "[-Infinity]"),
      ("a number beyond reason", "[1e400]"), ("another", "[-1E+999999999]"),
      ("a number of many digits", "[1" + String(repeating: "0", count: 400) + ".0]"),
      ("an integer above 2^64", "[18446744073709551616]"), ("a number below -2^63", "[-9223372036854775809]"),
    ])

  static let acceptedLists = all(
    .list,
    cbor: [
      "8162c3bc", "817f62c3bcff", "81c074323032382d30322d32395430303a30303a30305a",
      "81c07819323032362d30312d33315432333a35393a35392b30313a3030", "81c11a514b67b0",
      "81c1fb41d452d9ec200000", "81c249010000000000000000", "81c34101", "81c48221196ab3",
      "81c48221c249010000000000000000", "81c5822003", "81d82550" + String(repeating: "00", count: 16),
      "81d90102820102", "81d9d9f780", "81f7", "81f97e00", "81f97c00", "811bffffffffffffffff",
      "813b7fffffffffffffff",
    ].map { ("a list", $0) },
    messagePack: [
      "91a2c3bc", "91d902c3bc", "91da0002c3bc", "91db00000002c3bc", "9181a16102", "91d6ff00000001",
      "91d7ff0000000000000001", "91c70cff000000000000000000000001", "91cb7ff8000000000000", "91ca7f800000",
      "91cfffffffffffffffff", "91d38000000000000000", "dc000100", "dd0000000100", "91c400", "91de0001a16101",
    ].map { ("a list", $0) },
    json: [
      #"["ü"]"#, #"["\u00fc"]"#, #"["\ud83e\udd86"]"#, #"["\"\\\/\b\f\n\r\t"]"#, #" [ 1 , 2 ] "#,
      "[\t1,\n2\r]", #"[""]"#, "[]", "[[],{}]", #"[{"a":1,"a":2}]"#, "[18446744073709551615]",
      "[-9223372036854775808]",
      "[1e308,-0,0.5,1E-400,2.5e+3]", #"["\u0000"]"#, #"["\u0000AA=="]"#, #"["\u0000\/\/8="]"#,
      "[null,true,false]", "[1e20,100000000000000000000.0]",
    ].map { ("a list", $0) })

  static let refusedKeywords = all(
    .keywords, cbor: ["80a101f6", "80a1f600", "80a141ff00", "80a161ff00"].map { ("keywords", $0) },
    messagePack: ["908101c0", "9081c000", "9081c401ff00", "9081a1ff00"].map { ("keywords", $0) },
    json: [#"[],{"<ff>":0}"#, #"[],{"\ud83e":0}"#, #"[],{"\u0000AA==":0}"#].map { ("keywords", $0) })

  static let refusedOptions = all(
    .options,
    cbor: [
      ("enc_algo", "a168656e635f616c676f65626f677573"),
      ("ppt_scheme", "a16a7070745f736368656d6565626f677573"),
      ("timeout", "a16774696d656f75746161"), ("timeout", "a16774696d656f757420"),
      ("timeout", "a16774696d656f7574f93c00"),
    ],
    messagePack: [
      ("enc_algo", "81a8656e635f616c676fa5626f677573"), ("timeout", "81a774696d656f7574a161"),
      ("timeout", "81a774696d656f7574ff"), ("timeout", "81a774696d656f7574cb3ff0000000000000"),
    ],
    json: [
      ("enc_algo", #"{"enc_algo":"bogus"}"#), ("timeout", #"{"timeout":"a"}"#),
      ("timeout", #"{"timeout":-1}"#),
      ("timeout", #"{"timeout":1.0}"#), ("timeout", #"{"timeo\u0075t":"a"}"#),
    ])

  static let damagedMessages = all(
    .list,
    cbor: ["811830", "85183007a063612e6281", "ff", "80", "8118ff", "85183007a063612e628100 00", ""].map {
      ("a message", $0)
    },
    messagePack: [
      "9130", "95300780a3612e6291", "c1", "90", "91ccff", "95300780a3612e629100 00", "",
      "95300780a3612e6291c1",
      "95300780a3612e62dc",
    ].map { ("a message", $0) },
    json: [
      "[48]", #"[48,7,{},"a.b",[1"#, "x", "[]", "[255]", #"[48,7,{},"a.b",[1]] 1"#, "",
      #"[48,7,{},"a.b",[1,]]"#,
      #"[48,7,{},"a.b",[,1]]"#, #"[48,7,{},"a.b",[1 2]]"#, #"[48,7,{},"a.b",[1}]"#, #"[48 7,{},"a.b"]"#,
      #"[48,7,{},"a.b",["a]]"#, #"[48,7,{},"a.b",["<0a>"]]"#, #"[48,7,{},"a.b",["\x"]]"#,
      #"[48,7,{},"a.b",["\u00g0"]]"#,
      #"[48,7,{},"a.b",[01]]"#, #"[48,7,{},"a.b",[1.]]"#, #"[48,7,{},"a.b",[.5]]"#, #"[48,7,{},"a.b",[1e]]"#,
      #"[48,7,{},"a.b",[+1]]"#, #"[48,7,{},"a.b",[tru]]"#, #"[48,7,{},"a.b",[{"a"}]]"#,
      #"[48,7,{},"a.b",[{1:2}]]"#,
      #"[48,7,{,},"a.b"]"#, #"[48,7,{"a":1 "b":2},"a.b"]"#, #"<efbbbf>[48,7,{},"a.b"]"#, #"[48,7,{},"a.b",]"#,
      #"[48,7,{},"a.b",['a']]"#, #"[48,7,{},"a.b",[/**/]]"#,
    ].map { ("a message", $0) })

  static let badRequests = all(
    .request, cbor: ["00", "f93c00", "20", "1b0020000000000001", "6131", "f6"].map { ("a request", $0) },
    messagePack: ["00", "cb3ff0000000000000", "ff", "cf0020000000000001", "a131", "c0"].map {
      ("a request", $0)
    },
    json: ["0", "1.0", "1e0", "-1", "9007199254740993", #""1""#, "null", "18446744073709551616"].map {
      ("a request", $0)
    })

  static let doubledOptions = all(
    .options,
    cbor: [("options", "a4 6774696d656f757405 63785f6101 6774696d656f757406 63785f6102")],
    messagePack: [("options", "84 a774696d656f757405 a3785f6101 a774696d656f757406 a3785f6102")],
    json: [
      ("options", #"{"timeout":5,"x_a":1,"timeout":6,"x_a":2}"#),
      ("options", #"{ "timeout" : 5 , "x_a" : 1 , "timeo\u0075t" : 6 , "x_\u0061" : 2 }"#),
    ])
}

extension SerializerKind {
  /// How the arguments are encoded.
  var encoding: ItemEncoding {
    switch self {
    case .flatbuffers, .cbor: .cbor
    case .messagePack: .messagePack
    case .json: .json
    }
  }
}
