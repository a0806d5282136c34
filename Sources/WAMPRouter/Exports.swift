// What public signatures speak of other modules: who imports this one need not know those.
@_exported public import protocol FlatBuffersRuntime.FlatTable
@_exported public import struct FlatBuffersRuntime.RecordBuffer
@_exported public import struct Logging.Logger
@_exported public import protocol NIOCore.EventLoopGroup
@_exported public import struct SharedBytes.SharedBytes
@_exported public import struct WAMP.Procedure
@_exported public import struct WAMP.PublicationID
@_exported public import struct WAMP.SchemaOffer
@_exported public import struct WAMP.Topic
@_exported public import struct WAMP.WAMPError
@_exported public import protocol WAMPTransport.BorrowedSource
@_exported public import struct WAMPTransport.ConnectionConfiguration
@_exported public import struct WAMPTransport.Endpoint
@_exported public import class WAMPTransport.SendCounters
@_exported public import struct WAMPTransport.ServerTLS
@_exported public import enum WAMPTransport.TLSMinimum
@_exported public import enum WAMPTransport.TransportAddress
@_exported public import struct WAMPTransport.TransportError

// How the text of records is compared.
@_exported public import func FlatBuffersRuntime::!=
@_exported public import func FlatBuffersRuntime::<
@_exported public import func FlatBuffersRuntime::==
@_exported public import func FlatBuffersRuntime::~=
